/** Commands that start a run. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as vscode from 'vscode';

import type { CompletionSettings } from '../host/completionSettings';
import { showError, showInformation } from '../host/messages';
import type { ModelLibrary } from '../models/modelLibrary';
import type { CorpusSource } from '../protocol/engine';
import type { StartEngine } from '../protocol/engineProcess';
import { textOf } from '../protocol/runFolder';
import { textFileEndings } from '../protocol/textFiles';
import { offerCompletions } from './completionsOff';
import { fileCorpus, selectionCorpus } from './corpora';
import { askChoices } from './fineTunePicks';
import type { FineTuning, NewCorpus } from './fineTuning';
import { saveEdits } from './saving';
import { showDashboard } from './showDashboard';

const sampleFile = 'train.json';

/** A text with gaps that the sample tells of. */
const exercise = '三国人物[MASK][MASK][MASK]\n我最喜欢的三国人物是[MASK][MASK][MASK]。\n今天天气很[MASK]。\n';

export class FineTuneCommands {
  /** @param sample folder of the sample that ships with the extension */
  constructor(
    private readonly fineTuning: Pick<FineTuning, 'start'>,
    private readonly library: ModelLibrary,
    private readonly startEngine: StartEngine,
    private readonly sample: vscode.Uri,
    private readonly completions: Pick<CompletionSettings, 'completionsEnabled'>,
  ) {}

  /** Learns from the selection of the active editor, or from its whole document. */
  async onSelection(): Promise<void> {
    const corpus = await this.activeText();
    if (corpus) await this.start(corpus);
  }

  /** Learns from what is chosen in the explorer, or from files that the person picks. */
  async onFiles(chosen: readonly vscode.Uri[]): Promise<void> {
    const uris = chosen.length > 0 ? chosen : await pickFiles();
    const remote = uris.find(({ scheme }) => scheme !== 'file');
    if (remote) {
      void showError(
        vscode.l10n.t('{0} is not on a disk. Open it and fine-tune on its text instead.', remote.path),
      );
    } else if (uris.length > 0) {
      await this.start(await savedFiles(uris));
    }
  }

  async withChoices(): Promise<void> {
    const corpus = await this.activeText();
    if (!corpus) return;
    const choices = await askChoices(this.library, sourceOf(corpus), this.startEngine);
    if (choices) await this.start(corpus, choices);
  }

  /** Learns the sample, and opens a text to see the difference with. An update moves the file, so a run has a copy. */
  async onSample(): Promise<void> {
    const text = await readFile(join(this.sample.fsPath, sampleFile), 'utf8');
    await this.fineTuning.start({ title: vscode.l10n.t('Sample'), label: sampleFile, text });
    await this.openExercise();
    await showDashboard();
  }

  /** Shows a text with gaps that the sample tells of, the cursor at the first, and what could stand there. */
  async openExercise(): Promise<void> {
    const document =
      untouchedExercise() ??
      (await vscode.workspace.openTextDocument({ language: 'plaintext', content: exercise }));
    const end = document.lineAt(0).range.end;
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(end, end) });
    // By itself, VS Code does not show it again where the cursor has been at that place already.
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    if (!this.completions.completionsEnabled) void offerCompletions();
  }

  private async start(...[corpus, choices]: Parameters<FineTuning['start']>): Promise<void> {
    await this.fineTuning.start(corpus, choices);
    await showDashboard();
  }

  /** Of a text of more than 50 MB, VS Code shows extensions nothing but the tab, so it is read from its file. */
  private async activeText(): Promise<NewCorpus | undefined> {
    const { activeTextEditor, tabGroups } = vscode.window;
    if (activeTextEditor) return selectionCorpus(activeTextEditor);
    const input = tabGroups.activeTabGroup.activeTab?.input;
    if (input instanceof vscode.TabInputText && input.uri.scheme === 'file') return savedFiles([input.uri]);
    void showInformation(vscode.l10n.t('Open a text first; you may select a part of it.'));
    return undefined;
  }
}

/** Files as the person sees them, who may have edited them. */
async function savedFiles(uris: readonly vscode.Uri[]): Promise<NewCorpus> {
  await saveEdits(uris.map(({ fsPath }) => fsPath));
  return fileCorpus(uris);
}

/** One that was opened before, and that the person has left as it was. */
function untouchedExercise(): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(
    (document) => document.isUntitled && !document.isClosed && document.getText() === exercise,
  );
}

async function pickFiles(): Promise<readonly vscode.Uri[]> {
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Fine-Tune on Files'),
    openLabel: vscode.l10n.t('Fine-Tune'),
    canSelectMany: true,
    // In a remote window, VS Code compares them letter by letter.
    filters: {
      [vscode.l10n.t('Texts')]: textFileEndings.flatMap((ending) => [ending, ending.toUpperCase()]),
    },
  });
  return picked ?? [];
}

function sourceOf(corpus: NewCorpus): CorpusSource {
  const { files, text = '' } = corpus;
  return files ? { files } : { text: textOf(corpus, text) };
}

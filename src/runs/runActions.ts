/** What a person can do with one run, questions included. */
import { stat } from 'node:fs/promises';

import * as vscode from 'vscode';

import { isConfirmed } from '../host/confirmation';
import { offer, showInformation } from '../host/messages';
import type { ModelEntry, ModelLibrary } from '../models/modelLibrary';
import { lossWith, removeUnlessNeeded } from '../models/removal';
import { runFiles } from '../protocol/runFolder';
import { corpusPlace } from './corpusPlace';
import { currentText } from './currentText';
import { DependantRuns } from './dependantRuns';
import type { FineTuning } from './fineTuning';
import { fileNamedIn } from './problemPlace';
import { revealFolder } from './revealFolder';
import type { Run } from './run';
import type { RunQueue } from './runQueue';
import { resultId, resultOf } from './runResults';
import type { RunStore } from './runStore';
import { saveEdits } from './saving';
import { answerTo } from './showDashboard';

export class RunActions {
  private readonly dependants: DependantRuns;

  constructor(
    private readonly store: RunStore,
    private readonly queue: Pick<RunQueue, 'add' | 'end' | 'discard'>,
    private readonly library: ModelLibrary,
    private readonly fineTuning: Pick<FineTuning, 'repeat'>,
    /** Does something that trains or chooses a model, if the workspace is trusted. */
    private readonly whenTrusted: (action: () => Promise<unknown>) => Promise<unknown>,
  ) {
    this.dependants = new DependantRuns(store);
  }

  pause(run: Run): Promise<void> {
    return this.queue.end(run, 'pause');
  }

  stop(run: Run): Promise<void> {
    return this.queue.end(run, 'stop');
  }

  /** Asks first where something has been learnt. */
  async cancel(run: Run): Promise<void> {
    const question = vscode.l10n.t('Discard “{0}” and what was learnt in it?', run.state.name);
    await this.discard(
      run,
      async (loss) =>
        !run.hasLearnt || (await answerTo(isConfirmed(question, loss, vscode.l10n.t('Discard')))),
    );
  }

  /** Asks first where something was learnt on top of it. */
  async resume(run: Run): Promise<void> {
    await this.whenTrusted(async () => {
      const onTop = this.dependants.learntOn(resultId(run.id)).length;
      const question = vscode.l10n.t('Resume “{0}”? This changes what was learnt in it.', run.state.name);
      if (onTop === 0 || (await answerTo(isConfirmed(question, lossWith(onTop), vscode.l10n.t('Resume')))))
        await this.queue.add(run);
    });
  }

  /** Starts anew with the text as it is now. Where a selection was at fault, only the person can select the mended one. */
  async retry(run: Run): Promise<void> {
    await this.whenTrusted(async () => {
      const selectedIn = documentOfFaultySelection(run);
      if (selectedIn !== undefined) return offerNewSelection(selectedIn);
      await saveEdits(run.settings.corpus.files ?? []);
      await this.fineTuning.repeat(run, await currentText(run));
    });
  }

  async use(run: Run): Promise<void> {
    await this.whenTrusted(async () => {
      const result = resultOf(run);
      if (result && this.library.find(result.id)) await this.library.activate(result);
      else if (result) tellUnusable(result);
    });
  }

  async rename(run: Run): Promise<void> {
    const name = await answerTo(
      vscode.window.showInputBox({
        title: vscode.l10n.t('Rename'),
        value: run.state.name,
        validateInput: (value) => this.flawOfName(value.trim(), run),
      }),
    );
    if (name !== undefined) await this.store.change(run, { name: name.trim() });
  }

  async export({ id }: Run): Promise<void> {
    await vscode.commands.executeCommand('clozeTuner.exportModel', id); // which tells what goes wrong
  }

  async delete(run: Run): Promise<void> {
    const question = run.hasLearnt
      ? vscode.l10n.t('Delete “{0}” and what was learnt in it?', run.state.name)
      : vscode.l10n.t('Delete “{0}”?', run.state.name);
    await this.discard(run, (loss) => answerTo(isConfirmed(question, loss, vscode.l10n.t('Delete'))));
  }

  /** Shows what a run learns from, at the place that its problem names. */
  async openCorpus(run: Run): Promise<void> {
    const { uri, line } = corpusPlace(run);
    const found = uri.scheme === 'file' ? await stat(uri.fsPath).catch(() => undefined) : undefined;
    await (found?.isDirectory()
      ? revealFolder(uri.fsPath)
      : vscode.commands.executeCommand(
          'vscode.open',
          uri,
          line === undefined ? {} : { selection: new vscode.Range(line, 0, line, 0) },
        ));
  }

  async showRunLog({ folder }: Run): Promise<void> {
    await vscode.commands.executeCommand(
      'vscode.open',
      vscode.Uri.joinPath(vscode.Uri.file(folder), runFiles.events),
    );
  }

  async reveal({ folder }: Run): Promise<void> {
    await revealFolder(folder);
  }

  /** @returns the run that the person picks to be compared with this one */
  async pickComparable(run: Run): Promise<Run | undefined> {
    const others = this.store.runs.filter((other) => other.id !== run.id && other.history.done);
    const picked = await answerTo(
      vscode.window.showQuickPick(
        others.map((other) => ({
          label: other.state.name,
          description: other.settings.corpus.label,
          run: other,
        })),
        { title: vscode.l10n.t('Compare “{0}” With', run.state.name) },
      ),
    );
    return picked?.run;
  }

  /** Two runs of one name could not be told apart. */
  private flawOfName(name: string, run: Run): string | undefined {
    if (name === '') return vscode.l10n.t('A name needs at least one character.');
    return this.store.isNameTaken(name, run)
      ? vscode.l10n.t('Another run has this name already.')
      : undefined;
  }

  private async discard(run: Run, isWanted: (loss: string) => Promise<boolean>): Promise<void> {
    const { library, dependants, queue } = this;
    await removeUnlessNeeded(
      { id: resultId(run.id), name: run.state.name },
      { dependants, library, isWanted, remove: () => queue.discard(run) },
    );
  }
}

/** The name of the document, where the run failed for what was selected in it. */
function documentOfFaultySelection({ settings, problem = '' }: Run): string | undefined {
  const { document } = settings.corpus;
  return document?.line === undefined ? undefined : fileNamedIn(problem, [document.name]);
}

function offerNewSelection(document: string): Promise<void> {
  return offer(
    vscode.l10n.t('Select again in “{0}” what is to be learnt, then fine-tune on it.', document),
    vscode.l10n.t('Fine-Tune on Selection'),
    () => vscode.commands.executeCommand('clozeTuner.fineTuneSelection'), // which tells what goes wrong
  );
}

function tellUnusable({ name }: ModelEntry): void {
  void showInformation(
    vscode.l10n.t('“{0}” can no longer be used: a model that it builds on is gone.', name),
  );
}

/** Writes what was learnt in a form that other programs read. */
import * as vscode from 'vscode';

import { isCancellation } from '../host/cancellation';
import { pickFolder } from '../host/folderPick';
import { offer, showInformation } from '../host/messages';
import { withNotification } from '../host/notification';
import { inOwnEngine } from '../host/ownEngine';
import type { ExportFormat } from '../protocol/engine';
import type { StartEngine } from '../protocol/engineProcess';
import { freeFolder } from './freeFolder';
import { revealFolder } from './revealFolder';
import type { Run } from './run';
import { resultOf } from './runResults';
import type { RunStore } from './runStore';
import { showDashboard } from './showDashboard';

export class Exporting {
  constructor(
    private readonly store: RunStore,
    private readonly startEngine: StartEngine,
  ) {}

  /**
   * Asks for what is not known yet: of which run, as what, and where to.
   *
   * @param id of the run, where it has been chosen in the dashboard; the focus goes back there after the questions
   */
  async export(id: unknown): Promise<void> {
    const fromDashboard = typeof id === 'string';
    const run = fromDashboard ? this.store.get(id) : await this.pickResult();
    const format = run && (await pickFormat(run.state.name));
    const folder = format && (await askForPlace());
    if (fromDashboard) await showDashboard();
    if (!folder) return;
    const { name } = run.state;
    const out = freeFolder(folder, name, format);
    const isWritten = await this.writeUnlessCancelled(run, format, out);
    if (isWritten) void offerFolder(vscode.l10n.t('“{0}” was exported to {1}.', name, out), out);
  }

  private async pickResult(): Promise<Run | undefined> {
    const results = this.store.runs.filter((run) => resultOf(run));
    if (results.length === 0) {
      const message = vscode.l10n.t('There is no model to export yet. Fine-tune one first.');
      void showInformation(message);
      return undefined;
    }
    const picked = await vscode.window.showQuickPick(
      results.map((run) => ({ label: run.state.name, description: run.settings.corpus.label, run })),
      {
        title: vscode.l10n.t('Export Model'),
        placeHolder: vscode.l10n.t('Which model should be exported?'),
      },
    );
    return picked?.run;
  }

  private async writeUnlessCancelled(run: Run, format: ExportFormat, out: string): Promise<boolean> {
    const title = vscode.l10n.t('Exporting “{0}”', run.state.name);
    try {
      await withNotification(title, (signal) => this.write(run, format, out, signal));
      return true;
    } catch (error) {
      if (isCancellation(error)) return false;
      throw error;
    }
  }

  private async write(run: Run, format: ExportFormat, out: string, signal: AbortSignal): Promise<void> {
    const form = format === 'python' ? { format, corpus: await run.corpus() } : { format };
    const request = { model: run.resultFolder, out, ...form };
    await inOwnEngine(this.startEngine, (client) => client.request('export', request, { signal }));
  }
}

async function pickFormat(name: string): Promise<ExportFormat | undefined> {
  const formats: (vscode.QuickPickItem & { format: ExportFormat })[] = [
    {
      format: 'hf',
      label: vscode.l10n.t('A whole model'),
      description: 'Hugging Face',
      detail: vscode.l10n.t('To be used in Python with transformers, or given to others.'),
    },
    {
      format: 'onnx',
      label: vscode.l10n.t('For web pages and apps'),
      description: 'ONNX, Transformers.js',
      detail: vscode.l10n.t(
        'Runs in a browser and in Node.js; at full precision and at a quarter of the size.',
      ),
    },
    {
      format: 'python',
      label: vscode.l10n.t('Take it further in Python'),
      description: 'transformers, accelerate',
      detail: vscode.l10n.t(
        'The model, your text and a script to go on training, on any number of graphics cards.',
      ),
    },
    {
      format: 'peft',
      label: vscode.l10n.t('What was learnt, separate from the base model'),
      description: 'PEFT',
      detail: vscode.l10n.t('A small adapter, with the model that it belongs to beside it.'),
    },
  ];
  const picked = await vscode.window.showQuickPick(formats, {
    title: vscode.l10n.t('Export “{0}”', name),
    placeHolder: vscode.l10n.t('What do you want to do with it?'),
    matchOnDetail: true,
  });
  return picked?.format;
}

function askForPlace(): Promise<string | undefined> {
  return pickFolder(vscode.l10n.t('Where should the new folder be created?'), vscode.l10n.t('Export Here'));
}

function offerFolder(message: string, folder: string): Promise<void> {
  return offer(message, vscode.l10n.t('Reveal Folder'), () => revealFolder(folder));
}

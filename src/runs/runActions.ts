/** What a person can do with one run, questions included. */
import * as vscode from 'vscode';

import type { ModelLibrary } from '../models/modelLibrary';
import { runFiles } from '../protocol/runFolder';
import type { FineTuning } from './fineTuning';
import { lineNamedIn } from './problemPlace';
import type { Run } from './run';
import type { RunQueue } from './runQueue';
import { resultOf } from './runResults';
import type { RunStore } from './runStore';

export class RunActions {
  constructor(
    private readonly store: RunStore,
    private readonly queue: RunQueue,
    private readonly library: ModelLibrary,
    private readonly fineTuning: FineTuning,
  ) {}

  pause(run: Run): Promise<void> {
    return this.queue.end(run, 'pause');
  }

  stop(run: Run): Promise<void> {
    return this.queue.end(run, 'stop');
  }

  cancel(run: Run): Promise<void> {
    return this.queue.discard(run);
  }

  resume(run: Run): Promise<void> {
    return this.queue.add(run);
  }

  async retry(run: Run): Promise<void> {
    await this.fineTuning.repeat(run);
  }

  async use(run: Run): Promise<void> {
    const result = resultOf(run);
    if (result) await this.library.activate(result);
  }

  async rename(run: Run): Promise<void> {
    const name = await vscode.window.showInputBox({
      title: vscode.l10n.t('Rename'),
      value: run.state.name,
      validateInput: (value) =>
        value.trim() === '' ? vscode.l10n.t('A name has at least one character.') : undefined,
    });
    if (name !== undefined) await this.store.change(run, { name: name.trim() });
  }

  async export({ id }: Run): Promise<void> {
    await vscode.commands.executeCommand('clozeTuner.exportModel', id); // which tells what goes wrong
  }

  async delete(run: Run): Promise<void> {
    const yes = vscode.l10n.t('Delete');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Delete “{0}” and what was learnt in it?', run.state.name),
      { modal: true, detail: vscode.l10n.t('This cannot be undone.') },
      yes,
    );
    if (answer === yes) await this.queue.discard(run);
  }

  async openCorpus({ settings, folder, problem }: Run): Promise<void> {
    const { files, document } = settings.corpus;
    const uri = document ? vscode.Uri.parse(document.uri) : vscode.Uri.file(files?.[0] ?? folder);
    const line = lineNamedIn(problem);
    await vscode.commands.executeCommand(
      'vscode.open',
      uri,
      line === undefined ? {} : { selection: new vscode.Range(line, 0, line, 0) },
    );
  }

  async showLog({ folder }: Run): Promise<void> {
    await vscode.commands.executeCommand(
      'vscode.open',
      vscode.Uri.joinPath(vscode.Uri.file(folder), runFiles.events),
    );
  }

  async reveal({ folder }: Run): Promise<void> {
    await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(folder));
  }

  /** @returns the run that the person picks to be compared with this one */
  async pickComparable(run: Run): Promise<Run | undefined> {
    const others = this.store.runs.filter((other) => other.id !== run.id && other.history.done);
    const picked = await vscode.window.showQuickPick(
      others.map((other) => ({
        label: other.state.name,
        description: other.settings.corpus.label,
        run: other,
      })),
      { title: vscode.l10n.t('Compare “{0}” With', run.state.name) },
    );
    return picked?.run;
  }
}

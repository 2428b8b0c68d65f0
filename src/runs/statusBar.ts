/** One item: the active model and whether it completes, or how far the run at work is. */
import * as vscode from 'vscode';

import type { CompletionSettings } from '../host/completionSettings';
import { shortName } from '../host/shortName';
import type { MaskFiller } from '../models/maskFiller';
import type { ModelEntry, ModelLibrary } from '../models/modelLibrary';
import { describeRefusal } from '../models/modelRefusal';
import { percentDone } from '../protocol/progress';
import type { RunQueue } from './runQueue';
import type { RunStore } from './runStore';

export class StatusBar {
  private readonly item: vscode.StatusBarItem;
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly library: ModelLibrary,
    private readonly store: RunStore,
    private readonly queue: Pick<RunQueue, 'isAtWork' | 'onDidChange'>,
    private readonly completions: CompletionSettings,
    private readonly filler: Pick<MaskFiller, 'refusalOf' | 'onDidChangeRefusals'>,
  ) {
    this.item = vscode.window.createStatusBarItem('clozeTuner.status', vscode.StatusBarAlignment.Right);
    this.item.name = vscode.l10n.t('Cloze Tuner');
    this.item.command = 'clozeTuner.showDashboard';
    const update = (): void => {
      this.update();
    };
    this.subscriptions = vscode.Disposable.from(
      ...[library, store, queue].map(({ onDidChange }) => onDidChange(update)),
      filler.onDidChangeRefusals(update),
    );
    this.update();
    this.item.show();
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.item.dispose();
  }

  /** To be called when completions have been switched on or off. */
  update(): void {
    const atWork = this.store.runs.find((run) => run.lease ?? this.queue.isAtWork(run));
    if (atWork) {
      const { name } = atWork.state;
      const { step = 0, totalSteps = 1 } = atWork.history.progress ?? {};
      const percent = percentDone(step, totalSteps);
      this.item.text = `$(pulse) ${percent}%`;
      this.item.tooltip = vscode.l10n.t('Fine-tuning “{0}”. Click to watch.', name);
      this.readAloud(vscode.l10n.t('Fine-tuning “{0}”: {1}% done. Click to watch.', name, percent));
    } else {
      const { active } = this.library;
      const { icon, words } = this.completing(active);
      this.item.text = `$(${icon}) ${shortName(active.name)}`;
      this.item.tooltip = words;
      this.readAloud(words);
    }
  }

  private completing(active: ModelEntry): { icon: string; words: string } {
    const isOff = this.whyNothingCompletes();
    if (isOff !== undefined) return { icon: 'circle-slash', words: isOff };
    const refusal = this.filler.refusalOf(active);
    return refusal === undefined
      ? { icon: 'symbol-text', words: this.whatCompletes(active) }
      : { icon: 'warning', words: describeRefusal(active, refusal) };
  }

  private whatCompletes(active: ModelEntry): string {
    const { withheld } = this.library;
    return withheld
      ? vscode.l10n.t(
          '“{0}” completes [MASK], and “{1}” once you trust this workspace. Click for the dashboard.',
          active.name,
          withheld.name,
        )
      : vscode.l10n.t('“{0}” completes [MASK]. Click for the dashboard.', active.name);
  }

  /** By itself, VS Code would have the names of the icons read. */
  private readAloud(label: string): void {
    this.item.accessibilityInformation = { label };
  }

  private whyNothingCompletes(): string | undefined {
    if (!this.completions.completionsEnabled) {
      return vscode.l10n.t(
        'Completions in the editor are off; the command “Toggle Completions” switches them on. Click for the dashboard.',
      );
    }
    if (this.completions.languages.length === 0) {
      return vscode.l10n.t(
        'Completions are not offered in any file: the setting “Completions: Languages” is empty. Click for the dashboard.',
      );
    }
    return undefined;
  }
}

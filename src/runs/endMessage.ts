/** Tells the person, who does not see the dashboard, how a run has ended by itself. */
import * as vscode from 'vscode';

import type { CompletionSettings } from '../host/completionSettings';
import { showError, showInformation } from '../host/messages';
import type { Run } from './run';
import { showDashboard } from './showDashboard';

type Completions = Pick<CompletionSettings, 'completionsEnabled'>;

export async function tellEnd(run: Run, completions: Completions): Promise<void> {
  const show = vscode.l10n.t('Show Dashboard');
  if ((await tell(run, completions, show)) === show) await showDashboard();
}

/** Of a run that rests, or that the person has ended, there is nothing to tell. */
function tell(
  { status, state: { name }, problem }: Run,
  { completionsEnabled }: Completions,
  show: string,
): Thenable<string | undefined> {
  if (status === 'done') {
    const message = completionsEnabled
      ? vscode.l10n.t('Fine-tuning “{0}” is done. The result now completes [MASK].', name)
      : vscode.l10n.t('Fine-tuning “{0}” is done. Completions in the editor are off.', name);
    return showInformation(message, show);
  }
  if (status === 'failed' && problem !== undefined) {
    const message = vscode.l10n.t('Fine-tuning “{0}” has failed. {1}', name, problem);
    return showError(message, show);
  }
  return Promise.resolve(undefined);
}

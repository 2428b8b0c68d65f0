/** Where a completion is expected, while they are switched off. */
import * as vscode from 'vscode';

import { offer } from '../host/messages';

export function offerCompletions(): Promise<void> {
  return offer(
    vscode.l10n.t('Completions in the editor are off.'),
    vscode.l10n.t('Switch Completions On'),
    () => vscode.commands.executeCommand('clozeTuner.toggleCompletions'),
  );
}

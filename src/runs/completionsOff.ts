/** Where a completion is expected, while they are switched off. */
import * as vscode from 'vscode';

import { showInformation } from '../models/messages';

export async function offerCompletions(): Promise<void> {
  const switchOn = vscode.l10n.t('Switch Completions On');
  if ((await showInformation(vscode.l10n.t('Completions in the editor are off.'), switchOn)) === switchOn)
    await vscode.commands.executeCommand('clozeTuner.toggleCompletions');
}

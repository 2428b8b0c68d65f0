/** Shows a folder in the computer's own file manager. */
import * as vscode from 'vscode';

import { offer } from '../host/messages';

/** A window whose files are on another computer has no such file manager; there the path is told. */
export async function revealFolder(path: string): Promise<void> {
  if (vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined) {
    await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(path));
    return;
  }
  await offer(
    vscode.l10n.t('The folder is {0}, on the computer that VS Code is connected to.', path),
    vscode.l10n.t('Copy Path'),
    () => vscode.env.clipboard.writeText(path),
  );
}

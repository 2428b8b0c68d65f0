/** Asks for a folder that programs can read and write. */
import * as vscode from 'vscode';

import { showError } from './messages';

/** @returns its path; undefined where none was chosen, or one that is on no disk, which is told. */
export async function pickFolder(title: string, openLabel: string): Promise<string | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title,
    openLabel,
    canSelectFolders: true,
    canSelectFiles: false,
  });
  const [folder] = picked ?? [];
  if (folder === undefined || folder.scheme === 'file') return folder?.fsPath;
  void showError(vscode.l10n.t('{0} is not on a disk. Choose a folder that is.', folder.path));
  return undefined;
}

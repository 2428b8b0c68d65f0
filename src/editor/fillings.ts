/** Puts fillings into a document, if it is still the one that they were found for. */
import * as vscode from 'vscode';

import { showWarning } from '../host/messages';

export interface Filling {
  readonly range: vscode.Range;
  readonly filling: string;
}

/**
 * Makes one edit of all of them, also when no editor shows the document any more.
 *
 * @param version of the document when its gaps were looked for
 * @returns whether they are there now; if not, the person has been told why
 */
export async function putFillings(
  { uri, version: now, isClosed }: vscode.TextDocument,
  version: number,
  fillings: readonly Filling[],
): Promise<boolean> {
  if (fillings.length === 0) return true;
  const edit = new vscode.WorkspaceEdit();
  for (const { range, filling } of fillings) edit.replace(uri, range, filling);
  if (!isClosed && now === version && (await vscode.workspace.applyEdit(edit))) return true;
  void showWarning(vscode.l10n.t('The document was changed or closed meanwhile. Fill its [MASK]s again.'));
  return false;
}

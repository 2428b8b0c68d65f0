/** Questions that a person has to answer before something goes on. */
import * as vscode from 'vscode';

/**
 * @param detail what depends on the answer
 * @param yes the button that agrees
 */
export async function isConfirmed(question: string, detail: string, yes: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}

/**
 * What is lost with a model that is removed or changed.
 *
 * @param onTop how many results were learnt on top of it
 */
export function lossWith(onTop: number): string {
  return onTop === 0
    ? vscode.l10n.t('This cannot be undone.')
    : vscode.l10n.t('What was learnt on top of it ({0}) cannot be used any more then.', onTop);
}

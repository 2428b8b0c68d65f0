import * as vscode from 'vscode';

/**
 * Asks a person whether to do what cannot be undone.
 *
 * @param detail what depends on the answer
 * @param yes the button that agrees
 */
export async function isConfirmed(question: string, detail: string, yes: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}

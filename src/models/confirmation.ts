/** What a person is asked and told before something that others build on is removed or changed. */
import * as vscode from 'vscode';

import { showInformation } from './messages';

/**
 * @param detail what depends on the answer
 * @param yes the button that agrees
 */
export async function isConfirmed(question: string, detail: string, yes: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}

/** Says why a model, or a run and what was learnt in it, cannot be removed now. */
export function tellInUse(name: string): void {
  void showInformation(
    vscode.l10n.t('A run on top of “{0}” has not ended. Stop or discard that run first.', name),
  );
}

/**
 * What is lost with a model that is changed.
 *
 * @param onTop how many results were learnt on top of it
 */
export function lossWith(onTop: number): string {
  if (onTop === 0) return vscode.l10n.t('This cannot be undone.');
  return onTop === 1
    ? vscode.l10n.t('1 result that builds on it will no longer work.')
    : vscode.l10n.t('{0} results that build on it will no longer work.', onTop);
}

/**
 * The same of one that is removed.
 *
 * @param completes whether it completes, or the one that does was learnt on top of it
 */
export function lossOnRemoval(onTop: number, completes: boolean): string {
  const loss = lossWith(onTop);
  return completes ? vscode.l10n.t('It is in use; the embedded model takes its place. {0}', loss) : loss;
}

/** What is said of a model beside its name. */
import * as vscode from 'vscode';

import type { ModelEntry } from './modelLibrary';

/**
 * Where a model is from, or what is wrong with it.
 *
 * @param ofResult what is said of the result of a run
 */
export function describeModel({ kind, untrainedHead, unfinished }: ModelEntry, ofResult: string): string {
  if (untrainedHead) return vscode.l10n.t('Guesses no better than chance');
  if (unfinished) return vscode.l10n.t('Not learnt to its end yet');
  switch (kind) {
    case 'embedded':
      return vscode.l10n.t('Ships with Cloze Tuner');
    case 'imported':
      return vscode.l10n.t('Imported');
    case 'result':
      return ofResult;
  }
}

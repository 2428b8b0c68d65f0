/** Light bulb on a gap: fill it, or fill all of the document. */
import * as vscode from 'vscode';

import { isCancellation, signalOf } from '../host/cancellation';
import type { ModelLibrary } from '../models/modelLibrary';
import { isRefusal } from '../protocol/channel';
import { rangeOf } from './fillGap';
import { fillableGapAt } from './gaps';
import type { Suggestions } from './suggestions';

const offered = 3;

export class GapQuickFixes implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix];

  constructor(
    private readonly suggestions: Suggestions,
    private readonly library: ModelLibrary,
    private readonly onError: (error: unknown) => void,
  ) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    { start }: vscode.Range,
    _: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const line = document.lineAt(start).text;
    const gap = fillableGapAt(line, start.character);
    if (!gap) return [];
    try {
      const found = await this.suggestions.forGap(line, gap, this.library.active, signalOf(token));
      const range = rangeOf({ line: start.line, gap });
      const fills = found.slice(0, offered).map(({ filling }) => fillFix(document, range, filling));
      if (fills[0]) fills[0].isPreferred = true;
      return [...fills, fillAllFix()];
    } catch (error) {
      if (!isCancellation(error) && !isRefusal(error)) this.onError(error);
      return [];
    }
  }
}

function fillFix(document: vscode.TextDocument, range: vscode.Range, filling: string): vscode.CodeAction {
  const action = new vscode.CodeAction(
    vscode.l10n.t('Fill with “{0}”', filling),
    vscode.CodeActionKind.QuickFix,
  );
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(document.uri, range, filling);
  return action;
}

function fillAllFix(): vscode.CodeAction {
  const title = vscode.l10n.t('Fill all [MASK] in this document');
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { title, command: 'clozeTuner.fillAll' };
  return action;
}

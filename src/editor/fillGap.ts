/** Puts words into a gap, if it is still where it was. */
import * as vscode from 'vscode';

import type { Gap } from './gaps';

export const fillGapCommand = 'clozeTuner.fillGap';

/** What to fill where; plain data, for it travels in command links. */
export interface GapFilling {
  readonly document: string;
  readonly line: number;
  readonly gap: Gap;
  readonly filling: string;
}

export function registerFillGap(): vscode.Disposable {
  return vscode.commands.registerCommand(fillGapCommand, async (request: GapFilling) => {
    const uri = vscode.Uri.parse(request.document);
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    const range = rangeOf(request);
    if (document?.getText(range) !== request.gap.text) {
      vscode.window.setStatusBarMessage(
        vscode.l10n.t('The text has changed; hover over [MASK] again.'),
        5_000,
      );
      return;
    }
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, range, request.filling);
    await vscode.workspace.applyEdit(edit);
  });
}

export function rangeOf({ line, gap }: Pick<GapFilling, 'line' | 'gap'>): vscode.Range {
  return new vscode.Range(line, gap.start, line, gap.end);
}

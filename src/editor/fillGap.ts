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

/** Through an editor that shows the document: an edit of the workspace would also change read-only documents. */
export function registerFillGap(): vscode.Disposable {
  return vscode.commands.registerCommand(fillGapCommand, async (request: GapFilling) => {
    const range = rangeOf(request);
    const editor = vscode.window.visibleTextEditors.find(
      ({ document }) => document.uri.toString() === request.document,
    );
    const isThere = (): boolean => editor?.document.getText(range) === request.gap.text;
    if (!isThere()) {
      tell(vscode.l10n.t('The text has changed; hover over [MASK] again.'));
      return;
    }
    await editor?.edit((edit) => {
      edit.replace(range, request.filling);
    });
    if (isThere()) tell(vscode.l10n.t('This text is read-only here.')); // which VS Code does not say
  });
}

function tell(message: string): void {
  vscode.window.setStatusBarMessage(message, 5_000);
}

export function rangeOf({ line, gap }: Pick<GapFilling, 'line' | 'gap'>): vscode.Range {
  return new vscode.Range(line, gap.start, line, gap.end);
}

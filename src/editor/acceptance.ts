/** What happens when ghost text is accepted: its filling stands behind the gap, and the gap is taken away. */
import * as vscode from 'vscode';

/** The most tries: one fails when the person types on before the edit arrives. */
const tries = 10;

export const acceptCommand = 'clozeTuner.acceptGhostText';

export function registerAcceptance(): vscode.Disposable {
  return vscode.commands.registerCommand(acceptCommand, async (gap: string, filling: string) => {
    if (vscode.window.activeTextEditor) await takeGapsAway(vscode.window.activeTextEditor, gap, filling);
  });
}

/** Takes away the gap before a filling that has just been accepted, in the same undo step, at every cursor. */
async function takeGapsAway(editor: vscode.TextEditor, gap: string, filling: string): Promise<void> {
  for (let left = tries; left > 0; left--) {
    const gaps = acceptedGaps(editor, gap, filling);
    const areGone = await editor.edit(
      (edit) => {
        for (const range of gaps) edit.delete(range);
      },
      { undoStopBefore: false, undoStopAfter: true },
    );
    if (areGone) return;
  }
}

/**
 * The gap nearest before each cursor. Behind its filling the person may have typed on by now, even a new line, so that
 * several cursors may have the same one.
 */
function acceptedGaps(
  { document, selections }: vscode.TextEditor,
  gap: string,
  filling: string,
): readonly vscode.Range[] {
  const starts = selections.flatMap(({ active }) => {
    const from = new vscode.Position(Math.max(0, active.line - 1), 0);
    const place = document.getText(new vscode.Range(from, active)).lastIndexOf(gap + filling);
    return place < 0 ? [] : [document.offsetAt(from) + place];
  });
  return [...new Set(starts)].map(
    (start) => new vscode.Range(document.positionAt(start), document.positionAt(start + gap.length)),
  );
}

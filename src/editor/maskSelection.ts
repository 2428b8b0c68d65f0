/** The command that makes gaps. */
import * as vscode from 'vscode';

import { showInformation } from '../host/messages';
import { maskWords } from '../protocol/gaps';
import { gapsOf } from './gaps';
import { wordAt } from './wordAt';

/**
 * Makes `[MASK]`s of the selected words, or of the word at each cursor.
 *
 * @param taught words that no dictionary has
 */
export async function maskSelection(taught: readonly string[]): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const { document } = editor;
  const ranges = editor.selections.flatMap((selection) =>
    selection.isEmpty ? (wordRangeAt(document, selection.active, taught) ?? []) : selection,
  );
  if (ranges.length === 0) {
    void showInformation(vscode.l10n.t('There is no word at the cursor. Select the words to hide.'));
    return;
  }
  await editor.edit((edit) => {
    for (const range of merged(ranges)) edit.replace(range, maskWords(document.getText(range)));
  });
}

/** What a gap is written with is no word. */
function wordRangeAt(
  document: vscode.TextDocument,
  { line, character }: vscode.Position,
  taught: readonly string[],
): vscode.Range | undefined {
  const { text } = document.lineAt(line);
  if (gapsOf(text).some(({ start, end }) => start < character && character < end)) return undefined;
  const word = wordAt(text, character, taught);
  return word && new vscode.Range(line, word.start, line, word.end);
}

/** As no edit takes ranges that overlap, those that do become one. */
function merged(ranges: readonly vscode.Range[]): vscode.Range[] {
  const apart: vscode.Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start.compareTo(b.start))) {
    const last = apart.at(-1);
    if (last && range.start.isBefore(last.end)) apart.splice(-1, 1, last.union(range));
    else apart.push(range);
  }
  return apart;
}

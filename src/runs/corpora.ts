/** What a person points at, as something to learn from. */
import { basename, extname } from 'node:path';

import * as vscode from 'vscode';

import type { NewCorpus } from './fineTuning';

/** The selected text of an editor, all selections together, or the whole document when nothing is selected. */
export function selectionCorpus({ document, selections }: vscode.TextEditor): NewCorpus {
  const ranges = selections
    .filter(({ isEmpty }) => !isEmpty)
    .sort((one, other) => one.start.compareTo(other.start));
  const [first] = ranges;
  const name = basename(document.fileName);
  return {
    title: withoutExtension(name),
    label: first ? vscode.l10n.t('Selection in {0}', name) : name,
    text: first ? textInPlace(document, ranges) : document.getText(),
    document: {
      uri: document.uri.toString(),
      name,
      language: document.languageId,
      ...(first && { line: first.start.line }),
    },
  };
}

/** The selections on the lines that they have in the document, which messages name; those of one line are set apart. */
function textInPlace(document: vscode.TextDocument, ranges: readonly vscode.Range[]): string {
  let text = '';
  let line = 0;
  for (const range of ranges) {
    const { start, end } = range;
    const lineEnds = Math.max(start.line - line, text === '' ? 0 : 1);
    text += '\n'.repeat(lineEnds) + document.getText(range);
    line += lineEnds + end.line - start.line;
  }
  return text;
}

/** Files and folders on disk. */
export function fileCorpus(uris: readonly vscode.Uri[]): NewCorpus {
  const [first] = uris;
  const name = first ? basename(first.fsPath) : '';
  return {
    title: withoutExtension(name),
    label: uris.length === 1 ? name : vscode.l10n.t('{0} and {1} more', name, uris.length - 1),
    files: uris.map(({ fsPath }) => fsPath),
  };
}

function withoutExtension(name: string): string {
  return basename(name, extname(name));
}

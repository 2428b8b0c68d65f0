/** What a person points at, as something to learn from. */
import { basename, extname } from 'node:path';

import * as vscode from 'vscode';

import type { NewCorpus } from './fineTuning';

/** The selected text of an editor, all selections together, or the whole document when nothing is selected. */
export function selectionCorpus({ document, selections }: vscode.TextEditor): NewCorpus {
  const ranges = selections.filter(({ isEmpty }) => !isEmpty);
  const selected = ranges.map((range) => document.getText(range));
  const name = basename(document.fileName);
  const line = ranges.length === 1 ? ranges[0]?.start.line : undefined;
  return {
    title: withoutExtension(name),
    label: selected.length > 0 ? vscode.l10n.t('Selection in {0}', name) : name,
    text: selected.length > 0 ? selected.join('\n') : document.getText(),
    document: { uri: document.uri.toString(), name, ...(line !== undefined && { line }) },
  };
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

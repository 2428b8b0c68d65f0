/** Where the text of a run is to be seen, at the place that its problem names. */
import { join } from 'node:path';

import * as vscode from 'vscode';

import { runFiles } from '../protocol/runFolder';
import { fileNamedIn, lineNamedIn } from './problemPlace';
import type { Run } from './run';

export interface CorpusPlace {
  readonly uri: vscode.Uri;
  /** From 0. */
  readonly line: number | undefined;
}

export function corpusPlace({ settings, folder, problem = '' }: Run): CorpusPlace {
  const { files = [], document } = settings.corpus;
  const line = lineNamedIn(problem);
  const copy = join(folder, runFiles.corpus);
  if (!document) return { uri: vscode.Uri.file(fileNamedIn(problem, files) ?? files[0] ?? copy), line };
  const uri = vscode.Uri.parse(document.uri);
  if (isGone(uri)) return { uri: vscode.Uri.file(copy), line };
  return { uri, line: line ?? document.line };
}

/** A document that was never saved is nowhere when it has been closed; under its name, an empty one would open. */
export function isGone(uri: vscode.Uri): boolean {
  const isOpen = vscode.workspace.textDocuments.some((open) => open.uri.toString() === uri.toString());
  return uri.scheme === 'untitled' && !isOpen;
}

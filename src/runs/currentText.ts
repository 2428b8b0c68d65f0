/** What the document of a run says by now. */
import * as vscode from 'vscode';

import { isGone } from './corpusPlace';
import type { Run } from './run';

/** @returns undefined for files, for a selection, and for a document that cannot be opened any more */
export async function currentText({ settings }: Run): Promise<string | undefined> {
  const { document } = settings.corpus;
  if (!document || document.line !== undefined) return undefined;
  const uri = vscode.Uri.parse(document.uri);
  if (isGone(uri)) return undefined;
  return vscode.workspace.openTextDocument(uri).then(
    (current) => current.getText(),
    () => undefined,
  );
}

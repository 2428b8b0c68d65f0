/** Saves what is about to be read from the disk, as VS Code does before a task. */
import * as vscode from 'vscode';

import { RequestError } from '../protocol/channel';
import { isAmong } from './chosenFiles';

/**
 * Saves what has been edited of files, and of what is in folders.
 *
 * @throws {RequestError} when something cannot be saved
 */
export async function saveEdits(chosen: readonly string[]): Promise<void> {
  const edited = editedResources().filter(
    ({ scheme, fsPath }) => scheme === 'file' && isAmong(fsPath, chosen),
  );
  for (const [path, uri] of new Map(edited.map((each) => [each.fsPath, each]))) {
    if (!(await vscode.workspace.save(uri))) throw notSaved(path);
  }
}

/** Of a text of more than 50 MB, VS Code shows extensions no document, but a tab. */
function editedResources(): vscode.Uri[] {
  const documents = vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty);
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter(({ isDirty }) => isDirty);
  return [
    ...documents.map(({ uri }) => uri),
    ...tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? input.uri : [])),
  ];
}

function notSaved(path: string): RequestError {
  return new RequestError(
    'refused',
    vscode.l10n.t('What you changed in “{0}” could not be saved. Save it, then start again.', path),
  );
}

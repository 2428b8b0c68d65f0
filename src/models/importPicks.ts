/** What a person is asked before a base model is imported. */
import * as vscode from 'vscode';

import { isConfirmed } from '../host/confirmation';
import { pickFolder } from '../host/folderPick';
import { hubModel, usualRevision } from '../protocol/hub';
import { recommendedModels } from './recommendedModels';

export type ImportChoice =
  | { readonly kind: 'hub'; readonly id: string; readonly revision: string }
  | { readonly kind: 'otherModel' | 'folder' | 'token' | 'endpoint' };

type Item = vscode.QuickPickItem & { readonly choice?: ImportChoice };

/** @param hasToken whether there is an access token for the hub */
export async function pickImport(endpoint: string, hasToken: boolean): Promise<ImportChoice | undefined> {
  const picked = await vscode.window.showQuickPick(itemsFor(endpoint, hasToken), {
    title: vscode.l10n.t('Import Base Model'),
    placeHolder: vscode.l10n.t('Which model do you want to add?'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.choice;
}

function itemsFor(endpoint: string, hasToken: boolean): Item[] {
  const host = new URL(endpoint).host;
  const item = (
    kind: 'otherModel' | 'folder' | 'token' | 'endpoint',
    label: string,
    description: string,
  ): Item => ({
    label,
    description,
    choice: { kind },
  });
  return [
    separator(vscode.l10n.t('Good Chinese models, downloaded from {0}', host)),
    ...recommendedModels().map(({ id, megabytes, goodAt }) => ({
      label: id,
      description: vscode.l10n.t('{0} MB', megabytes),
      detail: goodAt,
      choice: { kind: 'hub', id, revision: usualRevision } as const,
    })),
    separator(vscode.l10n.t('Others')),
    item(
      'otherModel',
      vscode.l10n.t('$(cloud-download) Another Model…'),
      vscode.l10n.t('by its id on {0}', host),
    ),
    item(
      'folder',
      vscode.l10n.t('$(folder-opened) A Folder on This Computer…'),
      vscode.l10n.t('without the network'),
    ),
    separator(vscode.l10n.t('Connection')),
    item(
      'token',
      vscode.l10n.t('$(key) Access Token…'),
      hasToken
        ? vscode.l10n.t('entered')
        : vscode.l10n.t('only for private models and those with a licence to accept'),
    ),
    item('endpoint', vscode.l10n.t('$(globe) Choose a Mirror…'), endpoint),
  ];
}

function separator(label: string): Item {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** A model by its id, with a revision behind an at sign if need be, or by the address of its page. */
export async function askForModel(): Promise<ImportChoice | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Import Base Model'),
    prompt: vscode.l10n.t('The id of a Chinese BERT, with a revision behind @ if it is not the latest'),
    placeHolder: 'owner/name@revision',
    ignoreFocusOut: true,
    validateInput: (value) =>
      modelIn(value) ? undefined : vscode.l10n.t('An id looks like owner/name or owner/name@revision.'),
  });
  return text === undefined ? undefined : modelIn(text);
}

function modelIn(text: string): ImportChoice | undefined {
  const model = hubModel(text);
  return model && { kind: 'hub', ...model };
}

export function askForFolder(): Promise<string | undefined> {
  return pickFolder(vscode.l10n.t('Import Model Folder'), vscode.l10n.t('Import'));
}

/** An empty text forgets the token. */
export function askForToken(endpoint: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Access token for {0}', endpoint),
    prompt: vscode.l10n.t(
      'It is kept in the secret storage of VS Code. Leave it empty to forget the one that is there.',
    ),
    password: true,
    ignoreFocusOut: true,
  });
}

export function acceptUntrained(name: string): Promise<boolean> {
  return isConfirmed(
    vscode.l10n.t('“{0}” guesses no better than chance.', name),
    vscode.l10n.t(
      'The part that completes [MASK] seems to be untrained. It needs a lot of text to learn from; another model is a better choice.',
    ),
    vscode.l10n.t('Import All the Same'),
  );
}

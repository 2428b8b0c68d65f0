/** The command that brings base models, from a hub or from a folder. */
import { basename } from 'node:path';

import * as vscode from 'vscode';

import type { ImportProgress, ImportRequest } from '../protocol/engine';
import { isCancellation, signalOf } from './cancellation';
import type { HubTokens } from './hubTokens';
import { askForFolder, askForModel, askForToken, pickImport, type ImportChoice } from './importPicks';
import { describeImport, percentLoaded } from '../protocol/importWords';
import type { ModelEntry } from './modelLibrary';
import type { ModelImporter } from './modelImporter';

export class ImportCommand {
  /** @param endpoint the hub's address; nothing when what was chosen is none */
  constructor(
    private readonly importer: Pick<ModelImporter, 'import'>,
    private readonly tokens: HubTokens,
    private readonly endpoint: () => string | undefined,
  ) {}

  async run(): Promise<void> {
    const endpoint = this.endpoint();
    if (endpoint === undefined) return offerEndpointSetting();
    const hasToken = (await this.tokens.get(endpoint)) !== undefined;
    await this.follow(await pickImport(endpoint, hasToken), endpoint);
  }

  private async follow(choice: ImportChoice | undefined, endpoint: string): Promise<void> {
    switch (choice?.kind) {
      case 'hub':
        return this.fromHub(choice, endpoint);
      case 'otherModel':
        return this.follow(await askForModel(), endpoint);
      case 'folder':
        return this.fromFolder(await askForFolder());
      case 'token':
        return this.changeToken(endpoint);
      case 'endpoint':
        return openEndpointSetting();
      case undefined:
        return;
    }
  }

  private async fromHub(
    { id, revision }: { readonly id: string; readonly revision: string },
    endpoint: string,
  ): Promise<void> {
    const token = await this.tokens.get(endpoint);
    await this.import({ id, revision, endpoint, ...(token !== undefined && { token }) }, basename(id));
  }

  private async fromFolder(folder: string | undefined): Promise<void> {
    if (folder !== undefined) await this.import({ folder }, basename(folder));
  }

  /** On with the choice of a model, for which the token was wanted. */
  private async changeToken(endpoint: string): Promise<void> {
    const token = await askForToken(endpoint);
    if (token === undefined) return;
    await this.tokens.set(endpoint, token.trim());
    await this.run();
  }

  private async import(from: ImportRequest['from'], name: string): Promise<void> {
    try {
      const model = await withProgress(vscode.l10n.t('Importing “{0}”', name), (signal, onProgress) =>
        this.importer.import(from, name, { signal, onProgress }),
      );
      if (model) tell(describeImported(model));
    } catch (error) {
      if (!isCancellation(error)) throw error;
      if ('id' in from) {
        tell(
          vscode.l10n.t('Stopped. What was loaded is kept; importing the model again goes on from there.'),
        );
      }
    }
  }
}

/** Work that a notification shows and can cancel. */
function withProgress<T>(
  title: string,
  work: (signal: AbortSignal, onProgress: (progress: ImportProgress) => void) => Promise<T>,
): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (notification, cancellation) => {
    let shown = 0;
    return work(signalOf(cancellation), (progress) => {
      const percent = percentLoaded(progress) ?? shown;
      notification.report({ message: describeImport(progress), increment: percent - shown });
      shown = percent;
    });
  });
}

/** Nothing is promised of a model that guesses no better than chance. */
function describeImported({ name, untrainedHead }: ModelEntry): string {
  return untrainedHead
    ? vscode.l10n.t('“{0}” was imported.', name)
    : vscode.l10n.t('“{0}” can be used and trained now.', name);
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}

async function openEndpointSetting(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', 'clozeTuner.hub.endpoint');
}

async function offerEndpointSetting(): Promise<void> {
  const open = vscode.l10n.t('Open Settings');
  const answer = await vscode.window.showErrorMessage(
    vscode.l10n.t('The endpoint of the hub should be an address such as https://huggingface.co.'),
    open,
  );
  if (answer === open) await openEndpointSetting();
}

/** The command that brings base models, from a hub or from a folder. */
import { basename } from 'node:path';

import * as vscode from 'vscode';

import { isCancellation } from '../host/cancellation';
import { offer, showError, showInformation } from '../host/messages';
import { withNotification, type Notification } from '../host/notification';
import type { ImportProgress, ImportRequest } from '../protocol/engine';
import { cachedModelId } from '../protocol/hub';
import { describeImport, percentLoaded } from '../protocol/importWords';
import type { HubTokens } from './hubTokens';
import { askForFolder, askForModel, askForToken, pickImport, type ImportChoice } from './importPicks';
import type { ModelImporter } from './modelImporter';
import type { ModelEntry, ModelLibrary } from './modelLibrary';

/** A model and where it comes from; or the setting of the hub's address, which is to be opened. */
type Wanted = ImportRequest['from'] | 'endpoint';

export class ImportCommand {
  /** @param endpoint the hub's address; nothing when what was chosen is none */
  constructor(
    private readonly importer: Pick<ModelImporter, 'import'>,
    private readonly tokens: HubTokens,
    private readonly endpoint: () => string | undefined,
    private readonly library: Pick<ModelLibrary, 'activate'>,
  ) {}

  /** @param onAnswered called when nothing more is asked, unless a setting has been opened */
  async run(onAnswered?: () => PromiseLike<void>): Promise<void> {
    const endpoint = this.endpoint();
    if (endpoint === undefined) return offerEndpointSetting();
    const wanted = await this.ask(endpoint);
    if (wanted === 'endpoint') return openEndpointSetting();
    await onAnswered?.();
    if (wanted) await this.import(wanted);
  }

  private async ask(endpoint: string): Promise<Wanted | undefined> {
    const hasToken = (await this.tokens.get(endpoint)) !== undefined;
    return this.follow(await pickImport(endpoint, hasToken), endpoint);
  }

  private async follow(choice: ImportChoice | undefined, endpoint: string): Promise<Wanted | undefined> {
    switch (choice?.kind) {
      case 'hub':
        return this.fromHub(choice, endpoint);
      case 'otherModel':
        return this.follow(await askForModel(), endpoint);
      case 'folder':
        return fromFolder(await askForFolder());
      case 'token':
        return this.changeToken(endpoint);
      case 'endpoint':
        return 'endpoint';
      case undefined:
        return undefined;
    }
  }

  private async fromHub(
    { id, revision }: { readonly id: string; readonly revision: string },
    endpoint: string,
  ): Promise<ImportRequest['from']> {
    const token = await this.tokens.get(endpoint);
    return { id, revision, endpoint, ...(token !== undefined && { token }) };
  }

  /** On with the choice of a model, for which the token was wanted. */
  private async changeToken(endpoint: string): Promise<Wanted | undefined> {
    const token = await askForToken(endpoint);
    if (token === undefined) return undefined;
    await this.tokens.set(endpoint, token.trim());
    return this.ask(endpoint);
  }

  private async import(from: ImportRequest['from']): Promise<void> {
    const name = basename('id' in from ? from.id : (cachedModelId(from.folder) ?? from.folder));
    try {
      const title = vscode.l10n.t('Importing “{0}”', name);
      const model = await withNotification(title, (signal, notification) =>
        this.importer.import(from, name, { signal, onProgress: reportTo(notification) }),
      );
      if (model?.untrainedHead) tell(vscode.l10n.t('“{0}” was imported.', name));
      else if (model) await this.offerUse(model);
    } catch (error) {
      if (!isCancellation(error)) throw error;
      if ('id' in from) {
        tell(vscode.l10n.t('Stopped. What was downloaded is kept; import the model again to continue.'));
      }
    }
  }

  private async offerUse(model: ModelEntry): Promise<void> {
    const message = vscode.l10n.t('“{0}” is ready to use and to fine-tune.', model.name);
    await offer(message, vscode.l10n.t('Use'), () => this.library.activate(model));
  }
}

function fromFolder(folder: string | undefined): ImportRequest['from'] | undefined {
  return folder === undefined ? undefined : { folder };
}

/** A notification takes what has been loaded since the last report. */
function reportTo(notification: Notification): (progress: ImportProgress) => void {
  let shown = 0;
  return (progress) => {
    const percent = percentLoaded(progress) ?? shown;
    notification.report({ message: describeImport(progress), increment: percent - shown });
    shown = percent;
  };
}

function tell(message: string): void {
  void showInformation(message);
}

async function openEndpointSetting(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', 'clozeTuner.hub.endpoint');
}

function offerEndpointSetting(): Promise<void> {
  return offer(
    vscode.l10n.t('The endpoint of the hub should be an address such as https://huggingface.co.'),
    vscode.l10n.t('Open Settings'),
    openEndpointSetting,
    showError,
  );
}

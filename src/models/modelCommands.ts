/** Commands that choose and remove models. */
import * as vscode from 'vscode';

import { isConfirmed, lossWith, tellInUse } from './confirmation';
import type { ImportedModels } from './importedModels';
import { showInformation } from './messages';
import type { ModelEntry, ModelLibrary } from './modelLibrary';

export class ModelCommands {
  /** @param isAtWork whether a run that starts from the model of that id is running, waiting, paused or interrupted */
  constructor(
    private readonly library: ModelLibrary,
    private readonly imported: ImportedModels,
    private readonly isAtWork: (id: string) => boolean,
  ) {}

  async selectActive(): Promise<void> {
    const { models, active } = this.library;
    const picked = await vscode.window.showQuickPick(
      models.map((model) => ({
        label: model.name,
        ...(model.id === active.id && { description: vscode.l10n.t('active') }),
        model,
      })),
      {
        title: vscode.l10n.t('Select Active Model'),
        placeHolder: vscode.l10n.t('Which model should complete [MASK]?'),
      },
    );
    if (picked) await this.library.activate(picked.model);
  }

  /** Removes an imported model that the person picks, unless a run is at work on it. */
  async removeImported(): Promise<void> {
    const models = this.imported.models();
    if (models.length === 0) {
      void showInformation(vscode.l10n.t('No model has been imported.'));
      return;
    }
    const picked = await vscode.window.showQuickPick(
      models.map((model) => ({ label: model.name, description: model.folder, model })),
      { title: vscode.l10n.t('Remove Imported Model') },
    );
    if (!picked) return;
    const { model } = picked;
    if (this.isInUse(model)) {
      tellInUse(model.name);
    } else if (await confirmRemoval(model, this.library.learntOn(model).length)) {
      // A run may have begun meanwhile, in another window.
      if (this.isInUse(model)) tellInUse(model.name);
      else await this.imported.remove(model);
    }
  }

  private isInUse(model: ModelEntry): boolean {
    return [model, ...this.library.learntOn(model)].some(({ id }) => this.isAtWork(id));
  }
}

function confirmRemoval({ name }: ModelEntry, results: number): Promise<boolean> {
  return isConfirmed(
    vscode.l10n.t('Remove the model “{0}” from this computer?', name),
    lossWith(results),
    vscode.l10n.t('Remove'),
  );
}

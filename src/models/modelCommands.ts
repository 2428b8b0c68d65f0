/** Commands that choose and remove models. */
import * as vscode from 'vscode';

import { isConfirmed } from '../host/confirmation';
import { showInformation } from '../host/messages';
import type { ImportedModels } from './importedModels';
import type { ModelEntry, ModelLibrary } from './modelLibrary';
import { describeModel } from './modelWords';
import { removeUnlessNeeded, type Dependants } from './removal';

export class ModelCommands {
  constructor(
    private readonly library: ModelLibrary,
    private readonly imported: ImportedModels,
    private readonly dependants: Dependants,
  ) {}

  async selectActive(): Promise<void> {
    const { models, active } = this.library;
    const picked = await vscode.window.showQuickPick(
      models.map((model) => {
        const words = describeModel(model, vscode.l10n.t('Learnt from your text'));
        const description = model.id === active.id ? vscode.l10n.t('{0}, active', words) : words;
        return { label: model.name, description, model };
      }),
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
    const question = vscode.l10n.t('Remove the model “{0}” from this computer?', model.name);
    await removeUnlessNeeded(model, {
      dependants: this.dependants,
      library: this.library,
      isWanted: (loss) => isConfirmed(question, loss, vscode.l10n.t('Remove')),
      remove: () => this.remove(model),
    });
  }

  /** Another model of its name that is imported later is not to be the active one by itself. */
  private async remove(model: ModelEntry): Promise<void> {
    const { active, embedded } = this.library;
    await this.imported.remove(model);
    if (model.id === active.id) await this.library.activate(embedded);
  }
}

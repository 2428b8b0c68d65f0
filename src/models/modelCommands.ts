/** Commands that choose and bring models. */
import * as vscode from 'vscode';

import type { ImportedModels } from './importedModels';
import type { MaskFiller } from './maskFiller';
import type { ModelLibrary } from './modelLibrary';

export class ModelCommands {
  constructor(
    private readonly library: ModelLibrary,
    private readonly imported: ImportedModels,
    private readonly filler: MaskFiller,
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

  /** Copies a model folder that the person picks, once it has filled a mask. */
  async importFolder(): Promise<void> {
    const picked = await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Import Model Folder'),
      openLabel: vscode.l10n.t('Import'),
      canSelectFolders: true,
      canSelectFiles: false,
    });
    const folder = picked?.[0]?.fsPath;
    if (folder === undefined) return;
    const { name } = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Importing the model') },
      async () => {
        await this.filler.fill('今天天气很[MASK]。', { folder, version: '' });
        return this.imported.add(folder);
      },
    );
    void vscode.window.showInformationMessage(vscode.l10n.t('“{0}” can be used and trained now.', name));
  }
}

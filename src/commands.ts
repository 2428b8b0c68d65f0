/** Registers the commands of the manifest. */
import * as vscode from 'vscode';

/** Commands of the explorer get the clicked resource and all selected ones. */
export type CommandHandler = (resource: unknown, selected: unknown) => unknown;

/**
 * @param handlers by the command's name without its prefix
 * @param explain told when one fails
 */
export function registerCommands(
  handlers: Readonly<Record<string, CommandHandler>>,
  explain: (error: unknown) => void,
): vscode.Disposable {
  const disposables = Object.entries(handlers).map(([name, handler]) =>
    vscode.commands.registerCommand(`clozeTuner.${name}`, async (resource: unknown, selected: unknown) => {
      try {
        await handler(resource, selected);
      } catch (error) {
        explain(error);
      }
    }),
  );
  return vscode.Disposable.from(...disposables);
}

/** Does something in a trusted workspace only; elsewhere says how to trust it. */
export async function whenTrusted<T>(action: () => T): Promise<Awaited<T> | undefined> {
  if (vscode.workspace.isTrusted) return await action();
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('Fine-tuning and other models are available once you trust this workspace.'),
    manage,
  );
  if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return undefined;
}

/** Lets a command through in a trusted workspace only. */
export function inTrustedWorkspace(handler: CommandHandler): CommandHandler {
  return (...resources) => whenTrusted(() => handler(...resources));
}

/** What was chosen in the explorer. */
export function chosenUris(resource: unknown, selected: unknown): vscode.Uri[] {
  const uris: unknown[] = Array.isArray(selected) ? selected : [resource];
  return uris.filter((uri) => uri instanceof vscode.Uri);
}

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

/** What was chosen in the explorer. */
export function chosenUris(resource: unknown, selected: unknown): vscode.Uri[] {
  const uris: unknown[] = Array.isArray(selected) ? selected : [resource];
  return uris.filter((uri) => uri instanceof vscode.Uri);
}

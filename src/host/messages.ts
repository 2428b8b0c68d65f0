/** Messages of VS Code, with nothing in them that it would make a link of. */
import * as vscode from 'vscode';

/** @returns the choice that was made, if any. */
export function showInformation<T extends string>(message: string, ...choices: T[]): Thenable<T | undefined> {
  return vscode.window.showInformationMessage(withoutLinks(message), ...choices);
}

export function showWarning<T extends string>(message: string, ...choices: T[]): Thenable<T | undefined> {
  return vscode.window.showWarningMessage(withoutLinks(message), ...choices);
}

export function showError<T extends string>(message: string, ...choices: T[]): Thenable<T | undefined> {
  return vscode.window.showErrorMessage(withoutLinks(message), ...choices);
}

/** A message with a button, and what a click on it does. */
export async function offer(
  message: string,
  button: string,
  act: () => unknown,
  show: typeof showInformation = showInformation,
): Promise<void> {
  if ((await show(message, button)) === button) await act();
}

/**
 * VS Code makes links of `[words](address)` in messages, and follows even those that run a command. Ours have none; but
 * the names of files, and what stands in them, may come from anybody.
 */
export function withoutLinks(message: string): string {
  return message.replaceAll('](', ']\u200B(');
}

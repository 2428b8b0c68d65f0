/** What is done in a workspace only if the person trusts it. */
import * as vscode from 'vscode';

import type { CommandHandler } from './commands';
import { offer } from './host/messages';

/** Does something in a trusted workspace; in another one, offers to trust it. */
export async function whenTrusted<T>(action: () => T): Promise<Awaited<T> | undefined> {
  if (vscode.workspace.isTrusted) return await action();
  await offer(
    vscode.l10n.t('Fine-tuning and other models are available once you trust this workspace.'),
    vscode.l10n.t('Manage Workspace Trust'),
    () => vscode.commands.executeCommand('workbench.trust.manage'),
  );
  return undefined;
}

/** Lets a command through in a trusted workspace only. */
export function inTrustedWorkspace(handler: CommandHandler): CommandHandler {
  return (...resources) => whenTrusted(() => handler(...resources));
}

/** Work that a notification shows and can cancel. */
import * as vscode from 'vscode';

import { signalOf } from './cancellation';
import { withoutLinks } from './messages';

export type Notification = vscode.Progress<{ message?: string; increment?: number }>;

export function withNotification<T>(
  title: string,
  work: (signal: AbortSignal, notification: Notification) => PromiseLike<T>,
): Thenable<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: withoutLinks(title),
    cancellable: true,
  };
  return vscode.window.withProgress(options, (notification, token) => work(signalOf(token), notification));
}

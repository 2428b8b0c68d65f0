/** Work whose progress is shown. */
import * as vscode from 'vscode';

import { signalOf } from './cancellation';
import { withoutLinks } from './messages';

export type Notification = vscode.Progress<{ message?: string; increment?: number }>;

/** Work that the status bar shows, once it takes a moment. */
export function withStatus<T>(title: string, work: () => PromiseLike<T>): Thenable<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, work);
}

/** Work that a notification shows and can cancel. */
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

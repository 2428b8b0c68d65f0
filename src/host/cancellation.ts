import type { CancellationToken } from 'vscode';

import { RequestError } from '../protocol/channel';

/** VS Code's way to cancel, in Node's terms. */
export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else
    token.onCancellationRequested(() => {
      controller.abort();
    });
  return controller.signal;
}

/** Whether a request came to nothing only because nobody waited for its answer any more. */
export function isCancellation(error: unknown): boolean {
  return error instanceof RequestError && error.failure === 'cancelled';
}

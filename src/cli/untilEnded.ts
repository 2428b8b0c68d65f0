import { UserError } from '../core/errors';

/**
 * Calls `end` when the program is asked to end: by Ctrl-C (a second one ends it at once), by SIGTERM, or because its
 * terminal is closed. The last two may arrive twice, as a shell passes on the signals that it gets.
 */
export function whenEnded(end: () => void): void {
  process.once('SIGINT', end);
  process.on('SIGTERM', end);
  process.on('SIGHUP', end);
}

/**
 * Does work that ends in an orderly way when the program is asked to end.
 *
 * @throws UserError with the message `ended` in that case
 */
export async function untilEnded<T>(work: (signal: AbortSignal) => Promise<T>, ended: string): Promise<T> {
  const ending = new AbortController();
  whenEnded(() => {
    ending.abort();
  });
  try {
    return await work(ending.signal);
  } catch (error) {
    if (!ending.signal.aborted) throw error;
    throw new UserError(ended);
  }
}

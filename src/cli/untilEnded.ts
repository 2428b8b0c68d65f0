import { UserError } from '../core/errors';

/**
 * Calls `end` when the system asks the program to end: at Ctrl-C, of which the second ends it at once, when somebody or
 * something ends it, and when its terminal is closed. The latter may be said twice, as a shell hands on what it is told.
 */
export function whenEnded(end: () => void): void {
  process.once('SIGINT', end);
  process.on('SIGTERM', end);
  process.on('SIGHUP', end);
}

/**
 * Does what is ended in order by what `whenEnded` heeds.
 *
 * @throws UserError with `ended` when it was ended
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

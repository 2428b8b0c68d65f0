import { UserError } from '../core/errors';

/** The signals of Ctrl-C, of a system that shuts down or somebody who ends the program, and of a terminal that is closed. */
export const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Does what a signal of the system, such as that of Ctrl-C, ends in order the first time; the second ends the program at
 * once.
 *
 * @throws UserError with `ended` when it was ended
 */
export async function untilEnded<T>(
  names: readonly NodeJS.Signals[],
  work: (signal: AbortSignal) => Promise<T>,
  ended: string,
): Promise<T> {
  const ending = new AbortController();
  for (const name of names) {
    process.once(name, () => {
      ending.abort();
    });
  }
  try {
    return await work(ending.signal);
  } catch (error) {
    if (!ending.signal.aborted) throw error;
    throw new UserError(ended);
  }
}

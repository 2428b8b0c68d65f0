import { UserError } from '../core/errors';

/** The signals of Ctrl-C, of a system that shuts down or somebody who ends the program, and of a terminal that is closed. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Does what one of these signals ends in order the first time; the second ends the program at once.
 *
 * @throws UserError with `ended` when it was ended
 */
export async function untilEnded<T>(work: (signal: AbortSignal) => Promise<T>, ended: string): Promise<T> {
  const ending = new AbortController();
  for (const name of endings) {
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

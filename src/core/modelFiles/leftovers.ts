/** What is in the way of clearing away, such as a file that is open elsewhere, does no harm: the next writing does it. */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { removeAll } from './removeAll';
import { isAbandoned } from './temporaryNames';

/** Removes what processes that have ended were writing, to be renamed to `path`. */
export async function removeAbandoned(path: string): Promise<void> {
  for (const name of await readdir(dirname(path))) {
    if (isAbandoned(name, basename(path))) await asFarAsPossible(() => removeAll(join(dirname(path), name)));
  }
}

/** Nothing that goes wrong is told. */
export async function asFarAsPossible(clearAway: () => Promise<void>): Promise<void> {
  await clearAway().catch(() => undefined);
}

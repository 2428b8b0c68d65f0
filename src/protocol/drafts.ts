/** Folders that are being made or removed, which have a hidden name meanwhile, and what is left of them. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { removeAll } from '../core/modelFiles/removeAll';

export { removeAll };
export { renamePatiently } from '../core/modelFiles/renamePatiently';

/** Begins the names of folders that are not to be listed: because they are being made or removed, or are no item. */
export const hidden = '.';

/** The name of a folder that is being made or removed; one that is written to take its place has more behind that. */
const draftPattern = /^\.[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/;

/**
 * Removes what hosts left behind that were killed. What cannot be removed now is tried again next time.
 *
 * @param lifetime milliseconds; whoever has not finished a draft by then, in whichever window, has been killed
 */
export async function removeLeftovers(parent: string, lifetime: number): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names.filter((each) => draftPattern.test(each))) {
    await removeIfOlder(join(parent, name), lifetime).catch(() => undefined);
  }
}

async function removeIfOlder(folder: string, milliseconds: number): Promise<void> {
  const { mtimeMs } = await stat(folder);
  if (Date.now() - mtimeMs > milliseconds) await removeAll(folder);
}

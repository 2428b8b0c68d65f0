/** Folders that must take the place of no other. */
import { existsSync } from 'node:fs';
import { readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { codeOf } from '../system';
import { requireWritableFolder, writeFolderAtomic } from './atomicFolder';
import { isLeftover } from './ownFiles';
import { removeAll } from './removeAll';
import { renamePatiently } from './renamePatiently';

/** As `requireWritableFolder`. @throws UserError also where something is in it. */
export async function requireNewFolder(dir: string): Promise<void> {
  await requireWritableFolder(dir);
  if (existsSync(dir) && !(await readdir(dir)).every(isLeftover)) throw otherFilesIn(dir);
}

export function otherFilesIn(dir: string): UserError {
  return new UserError(
    l10n.t('The folder {0} has other files in it. Choose a new folder for the result, or an empty one.', dir),
  );
}

/** As `writeFolderAtomic`. @throws UserError also where something has come there meanwhile. */
export function writeNewFolder(dir: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  return writeFolderAtomic(dir, fill, placeNewFolder);
}

/**
 * Gives a folder that is ready the name `dir`. An empty one may be there, which a person has made.
 *
 * @throws UserError where something has come there meanwhile, be it at this very moment.
 */
export async function placeNewFolder(ready: string, dir: string): Promise<void> {
  await requireNewFolder(dir);
  try {
    if (existsSync(dir)) await removeEmptied(dir);
    await renamePatiently(ready, dir);
  } catch (error) {
    throw isFilled(error) ? otherFilesIn(dir) : error;
  }
}

async function removeEmptied(dir: string): Promise<void> {
  for (const name of await readdir(dir)) if (isLeftover(name)) await removeAll(join(dir, name));
  await rmdir(dir);
}

/** A folder that has something in it is neither removed nor replaced by a renaming. */
function isFilled(error: unknown): boolean {
  return ['ENOTEMPTY', 'EEXIST'].includes(codeOf(error) ?? '');
}

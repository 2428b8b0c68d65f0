import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { explainingDiskErrors } from './diskErrors';
import { asFarAsPossible, removeAbandoned } from './leftovers';
import { removeAll } from './removeAll';
import { renamePatiently } from './renamePatiently';
import { unfinishedBeside } from './temporaryNames';

/** What a file is made of: all at once, or piece by piece. */
export type FileContent = string | Uint8Array | Iterable<Uint8Array>;

/**
 * Writes a file so that at every moment either the earlier file or the new one is there, whole: into a file beside it,
 * flushed to the disk, then renamed.
 *
 * @param signal ends it early, also within a piece.
 * @throws what the system says; an `AbortError` when `signal` ends it; nothing is left behind.
 */
export async function replaceFile(path: string, content: FileContent, signal?: AbortSignal): Promise<void> {
  const temporary = unfinishedBeside(path);
  await removeAbandoned(path);
  try {
    await writeFlushed(temporary, content, signal);
    await renamePatiently(temporary, path);
  } catch (error) {
    await asFarAsPossible(() => removeAll(temporary));
    throw error;
  }
}

/**
 * As `replaceFile`, in a folder that a person knows.
 *
 * @throws UserError naming the folder when the disk is full or the folder cannot be written; an `AbortError` when
 * `signal` ends it; nothing is left behind.
 */
export async function writeFileAtomic(
  path: string,
  content: FileContent,
  signal?: AbortSignal,
): Promise<void> {
  await explainingDiskErrors(dirname(path), () => replaceFile(path, content, signal));
}

async function writeFlushed(path: string, content: FileContent, signal?: AbortSignal): Promise<void> {
  const file = await open(path, 'wx');
  try {
    const isWhole = typeof content === 'string' || content instanceof Uint8Array;
    for (const part of isWhole ? [content] : content) await file.writeFile(part, { signal });
    await file.sync();
  } finally {
    await file.close();
  }
}

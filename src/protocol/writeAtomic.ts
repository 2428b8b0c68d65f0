import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';

import { renamePatiently } from '../core/modelFiles/renamePatiently';

/** Readers see the old contents or the new, never half of them; after a power failure, too, as they are flushed first. */
async function writeAtomic(path: string, contents: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}`;
  try {
    await writeFile(temporary, contents, { flush: true });
    await renamePatiently(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

export function writeJson(path: string, value: unknown): Promise<void> {
  return writeAtomic(path, `${JSON.stringify(value, undefined, 2)}\n`);
}

import { rm } from 'node:fs/promises';

/** Removes a file, or a folder with all that is in it, if it is there; tries again where others have it open. */
export async function removeAll(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 5 });
}

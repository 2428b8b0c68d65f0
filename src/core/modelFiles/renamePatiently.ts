import { rename } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../system';

/** Milliseconds before each further try: a second in all. */
const pauses = [20, 40, 80, 160, 300, 400];
/** What Windows says of files that a virus scanner or an indexer has opened, which it does when they are new. */
const passing: ReadonlySet<unknown> = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** Renames a file or folder, and tries again for a second where others have it open. */
export async function renamePatiently(from: string, to: string): Promise<void> {
  for (const pause of pauses) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (!passing.has(codeOf(error))) throw error;
    }
    await sleep(pause);
  }
  await rename(from, to);
}

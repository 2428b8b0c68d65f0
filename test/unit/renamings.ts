import type * as FileSystem from 'node:fs/promises';
import { vi } from 'vitest';

/** What the next renamings say, one after the other; `undefined` for one that does what it should. */
export const answers: (string | undefined)[] = [];

/** Stands in for `node:fs/promises` in tests of what a renaming may say. */
export async function fileSystem(): Promise<typeof FileSystem> {
  const original = await vi.importActual<typeof FileSystem>('node:fs/promises');
  return {
    ...original,
    rename: async (from, to) => {
      const code = answers.shift();
      if (code !== undefined) throw Object.assign(new Error(`${code}: made by the test`), { code });
      await original.rename(from, to);
    },
  };
}

import type * as FileSystem from 'node:fs/promises';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it, vi } from 'vitest';

import { linkOrCopy } from '../../../src/core/modelFiles/linkOrCopy';
import { temporaryFolder } from './temporaryFolder';

/** Whether the file system has links. */
const system = vi.hoisted(() => ({ hasLinks: true }));

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof FileSystem>();
  return {
    ...original,
    link: (...names: Parameters<typeof original.link>) =>
      system.hasLinks ? original.link(...names) : Promise.reject(new Error('EPERM')),
  };
});

const folder = temporaryFolder();

it.each([true, false])(
  'a file is there by a second name after its first is gone: links %s',
  async (hasLinks) => {
    system.hasLinks = hasLinks;
    const [file, name] = [join(folder.path, 'a'), join(folder.path, 'b')];
    await writeFile(file, 'numbers');
    await linkOrCopy(file, name);
    await rm(file);
    expect(await readFile(name, 'utf8')).toBe('numbers');
  },
);

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import type * as FileSystem from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { writeFileAtomic } from '../../../src/core/modelFiles/atomicFile';
import { requireWritableFolder, writeFolderAtomic } from '../../../src/core/modelFiles/atomicFolder';
import { temporaryFolder } from './temporaryFolder';

/** Whether another program has open whatever is to be removed. */
const open = vi.hoisted(() => ({ elsewhere: false }));

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof FileSystem>();
  const rm: typeof original.rm = async (path, options) => {
    if (open.elsewhere) throw Object.assign(new Error('EBUSY: made by the test'), { code: 'EBUSY' });
    await original.rm(path, options);
  };
  return { ...original, rm };
});

const folder = temporaryFolder();
const dir = (): string => join(folder.path, 'result');
const write = (text: string): Promise<void> =>
  writeFolderAtomic(dir(), (temporary) => writeFile(join(temporary, 'run.json'), text));

afterEach(() => {
  open.elsewhere = false;
});

function* failing(): Generator<Uint8Array> {
  yield Buffer.from('half of');
  throw new Error('made by the test');
}

describe('what cannot be cleared away', () => {
  it('of a folder that was replaced fails no writing, and goes with a later one', async () => {
    await write('earlier');
    await writeFile(join(dir(), 'text.txt'), 'mine');
    open.elsewhere = true;
    await write('new');
    await write('newer');
    await requireWritableFolder(dir());
    expect(await readFile(join(dir(), 'run.json'), 'utf8')).toBe('newer');
    expect(await readFile(join(dir(), 'text.txt'), 'utf8')).toBe('mine');
    open.elsewhere = false;
    await write('newest');
    expect(await readdir(dir())).toEqual(['run.json', 'text.txt']);
    expect(await readdir(folder.path)).toEqual(['result']);
  });

  it('after a crash fails no writing', async () => {
    await mkdir(join(folder.path, `result.unfinished-${process.pid}-01234567-0`));
    open.elsewhere = true;
    await write('new');
    expect(await readFile(join(dir(), 'run.json'), 'utf8')).toBe('new');
  });

  it('after a failure does not hide it', async () => {
    open.elsewhere = true;
    const filling = writeFolderAtomic(dir(), () => Promise.reject(new Error('made by the test')));
    await expect(filling).rejects.toThrow('made by the test');
    const writing = writeFileAtomic(join(folder.path, 'a.bin'), failing());
    await expect(writing).rejects.toThrow('made by the test');
  });
});

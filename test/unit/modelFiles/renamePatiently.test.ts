import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { writeFileAtomic } from '../../../src/core/modelFiles/atomicFile';
import { writeFolderAtomic } from '../../../src/core/modelFiles/atomicFolder';
import { answers } from '../renamings';
import { temporaryFolder } from './temporaryFolder';

vi.mock('node:fs/promises', async () => (await import('../renamings')).fileSystem());

const folder = temporaryFolder();
const dir = (): string => join(folder.path, 'result');
const write = (text: string): Promise<void> =>
  writeFolderAtomic(dir(), (temporary) => writeFile(join(temporary, 'run.json'), text));

beforeEach(() => {
  answers.length = 0;
});

describe('a renaming', () => {
  it.each(['EPERM', 'EACCES', 'EBUSY'])(
    'is tried again after %s, as when a scanner is at work',
    async (code) => {
      const path = join(folder.path, 'a.json');
      answers.push(code, code);
      await writeFileAtomic(path, 'text');
      await write('earlier');
      answers.push(code, undefined, code);
      await write('new');
      expect(await readFile(path, 'utf8')).toBe('text');
      expect(await readFile(join(dir(), 'run.json'), 'utf8')).toBe('new');
      expect(await readdir(folder.path)).toEqual(['a.json', 'result']);
    },
  );

  it('is given up after a second, in a sentence', async () => {
    answers.push(...Array<string>(7).fill('EBUSY'));
    await expect(writeFileAtomic(join(folder.path, 'a.json'), 'text')).rejects.toThrow(
      `Another program is using something in the folder ${folder.path}.`,
    );
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('that fails when the earlier folder has been set aside puts that back', async () => {
    await write('earlier');
    answers.push(undefined, 'ENOSPC');
    await expect(write('new')).rejects.toThrow('The disk is full');
    expect(await readFile(join(dir(), 'run.json'), 'utf8')).toBe('earlier');
    expect(await readdir(folder.path)).toEqual(['result']);
  });
});

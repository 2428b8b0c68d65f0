import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { requireWritableFolder, writeFolderAtomic } from '../../../src/core/modelFiles/atomicFolder';
import { freeFolder } from '../../../src/runs/freeFolder';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

const folder = temporaryFolder();

describe('the folder of an export', () => {
  it.each([
    ['notes.md', 'notes-md-hf'],
    ['“诸葛涛”：第 1 次', '诸葛涛-第-1-次-hf'],
    ['…', 'hf'],
    ['../up', 'up-hf'],
  ])('has the letters and digits of its title and format: %s', (title, name) => {
    expect(freeFolder(folder.path, title, 'hf')).toBe(join(folder.path, name));
  });

  it('is one that is not there yet', async () => {
    await mkdir(join(folder.path, 'notes-hf'));
    await mkdir(join(folder.path, 'notes-hf-2'));
    expect(basename(freeFolder(folder.path, 'notes', 'hf'))).toBe('notes-hf-3');
  });

  it.each(['涛', 'a𠀀'])('can be written however long the title is: %s', async (characters) => {
    const out = freeFolder(folder.path, characters.repeat(200), 'python');
    expect(basename(out)).toMatch(new RegExp(`^(${characters})+a?-python$`, 'u'));
    await requireWritableFolder(out);
    await writeFolderAtomic(out, () => Promise.resolve());
  });
});

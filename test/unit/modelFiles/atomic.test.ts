import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, readlink, rmdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { writeFileAtomic } from '../../../src/core/modelFiles/atomicFile';
import { requireWritableFolder, writeFolderAtomic } from '../../../src/core/modelFiles/atomicFolder';
import { requireNewFolder, writeNewFolder } from '../../../src/core/modelFiles/newFolder';
import { temporaryFolder } from './temporaryFolder';

const folder = temporaryFolder();

/** What a system call says that could not be done. */
function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: made by the test`), { code });
}

function* failingWith(error: Error): Generator<Uint8Array> {
  yield Buffer.from('half of');
  throw error;
}

const diskErrors: [string, RegExp][] = [
  ['ENOSPC', /disk is full/],
  ['EDQUOT', /disk is full/],
  ['EFBIG', /would be larger than its disk allows/],
  ['EIO', /reports a fault/],
  ['EMFILE', /Too many files are open/],
  ['ENFILE', /Too many files are open/],
  ['EACCES', /cannot be written to/],
  ['EPERM', /cannot be written to/],
  ['EROFS', /cannot be written to/],
  ['ENAMETOOLONG', /is too long/],
];

/** Names that carry the number of a process that has ended. */
function leftover(name: string): string {
  return `${name}.unfinished-${spawnSync(process.execPath, ['--version']).pid}-01234567-0`;
}

/** The name of a folder that another has taken the place of; `later` ones are those of later times. */
function replaced(path: string, later = 0): string {
  return `${path}.replaced-${1_700_000_000_000 + later}-01234567`;
}

async function workingIn(dir: string, work: () => Promise<void>): Promise<void> {
  const before = process.cwd();
  process.chdir(dir);
  try {
    await work();
  } finally {
    process.chdir(before);
  }
}

describe('a file', () => {
  it('is written whole, from text, bytes or pieces, and leaves nothing else', async () => {
    const path = join(folder.path, 'a.bin');
    for (const content of ['text', Buffer.from('bytes'), [Buffer.from('pie'), Buffer.from('ces')]]) {
      await writeFileAtomic(path, content);
    }
    expect(await readFile(path, 'utf8')).toBe('pieces');
    expect(await readdir(folder.path)).toEqual(['a.bin']);
  });

  it('stays as it was when its writing is ended in the middle', async () => {
    const path = join(folder.path, 'a.bin');
    await writeFileAtomic(path, 'earlier');
    const ending = new AbortController();
    function* pieces(): Generator<Uint8Array> {
      yield Buffer.from('half of');
      ending.abort();
      yield Buffer.from('the new one');
    }
    await expect(writeFileAtomic(path, pieces(), ending.signal)).rejects.toThrow(/abort/);
    expect(await readFile(path, 'utf8')).toBe('earlier');
    expect(await readdir(folder.path)).toEqual(['a.bin']);
  });

  it.each(diskErrors)(
    'stays as it was when writing fails with %s, and a sentence names the folder',
    async (code, message) => {
      const path = join(folder.path, 'a.bin');
      await writeFileAtomic(path, 'earlier');
      const writing = writeFileAtomic(path, failingWith(systemError(code)));
      await expect(writing).rejects.toThrow(UserError);
      await expect(writing).rejects.toThrow(message);
      await expect(writing).rejects.toThrow(folder.path);
      expect(await readFile(path, 'utf8')).toBe('earlier');
      expect(await readdir(folder.path)).toEqual(['a.bin']);
    },
  );

  it('is refused in a place that is no folder', async () => {
    await writeFile(join(folder.path, 'file'), '');
    const writing = writeFileAtomic(join(folder.path, 'file', 'a.bin'), 'text');
    await expect(writing).rejects.toThrow(UserError);
    await expect(writing).rejects.toThrow(/file is not a folder/);
  });

  it('takes along what a killed process left of it, not what a living one writes', async () => {
    const alive = `a.bin.unfinished-${process.ppid}-01234567-0`;
    const earlierOfSameNumber = `a.bin.unfinished-${process.pid}-01234567-0`;
    await writeFile(join(folder.path, leftover('a.bin')), 'half');
    await writeFile(join(folder.path, earlierOfSameNumber), 'half');
    await writeFile(join(folder.path, alive), 'half');
    await writeFileAtomic(join(folder.path, 'a.bin'), 'text');
    expect(await readdir(folder.path)).toEqual(['a.bin', alive]);
  });
});

describe('a folder', () => {
  const write = (dir: string, name: string, text: string): Promise<void> =>
    writeFolderAtomic(dir, (temporary) => writeFile(join(temporary, name), text));

  it('appears with all its files, in folders that are made for it', async () => {
    const dir = join(folder.path, 'new', 'result');
    await write(dir, 'a', 'text');
    expect(await readFile(join(dir, 'a'), 'utf8')).toBe('text');
    expect(await readdir(join(folder.path, 'new'))).toEqual(['result']);
  });

  it.each(['result', 'result/'])(
    'takes the place of an earlier one, of which nothing stays that this program wrote (%s)',
    async (name) => {
      const dir = `${folder.path}/${name}`;
      await write(dir, 'config.json', 'earlier');
      await writeFile(join(dir, leftover('checkpoint')), 'half');
      await write(dir, 'run.json', 'new');
      expect(await readdir(dir)).toEqual(['run.json']);
      expect(await readdir(folder.path)).toEqual(['result']);
    },
  );

  it('has what a person put into the earlier one, also while it was being filled', async () => {
    const dir = join(folder.path, 'result');
    await write(dir, 'run.json', 'earlier');
    await writeFile(join(dir, 'text.txt'), 'mine');
    await writeFolderAtomic(dir, async (temporary) => {
      await writeFile(join(temporary, 'run.json'), 'new');
      await mkdir(join(dir, 'notes'));
      await writeFile(join(dir, 'notes', 'a.txt'), 'mine too');
    });
    expect(await readdir(dir)).toEqual(['notes', 'run.json', 'text.txt']);
    expect(await readFile(join(dir, 'run.json'), 'utf8')).toBe('new');
    expect(await readFile(join(dir, 'text.txt'), 'utf8')).toBe('mine');
    expect(await readFile(join(dir, 'notes', 'a.txt'), 'utf8')).toBe('mine too');
    expect(await readdir(folder.path)).toEqual(['result']);
  });

  it('has it too when a process was killed behind its two renamings', async () => {
    const dir = join(folder.path, 'result');
    await write(dir, 'run.json', 'new');
    await write(replaced(dir), 'run.json', 'earlier');
    await writeFile(join(replaced(dir), 'text.txt'), 'mine');
    await requireWritableFolder(dir);
    expect(await readdir(dir)).toEqual(['run.json', 'text.txt']);
    expect(await readFile(join(dir, 'run.json'), 'utf8')).toBe('new');
    expect(await readdir(folder.path)).toEqual(['result']);
  });

  it.each(['result', 'result/'])('takes the place of the one that a link leads to (%s)', async (name) => {
    const elsewhere = join(folder.path, 'elsewhere');
    await write(elsewhere, 'run.json', 'earlier');
    await writeFile(join(elsewhere, 'text.txt'), 'mine');
    await symlink(elsewhere, join(folder.path, 'result'));
    const dir = `${folder.path}/${name}`;
    await requireWritableFolder(dir);
    await write(dir, 'run.json', 'new');
    expect(await readlink(join(folder.path, 'result'))).toBe(elsewhere);
    expect(await readFile(join(elsewhere, 'run.json'), 'utf8')).toBe('new');
    expect(await readFile(join(elsewhere, 'text.txt'), 'utf8')).toBe('mine');
    expect(await readdir(folder.path)).toEqual(['elsewhere', 'result']);
  });

  it('comes back where a link leads to, when a process was killed between its two renamings', async () => {
    const elsewhere = join(folder.path, 'elsewhere');
    await write(replaced(elsewhere), 'a', 'earlier');
    await symlink(elsewhere, join(folder.path, 'result'));
    await requireWritableFolder(join(folder.path, 'result'));
    expect(await readFile(join(folder.path, 'result', 'a'), 'utf8')).toBe('earlier');
    expect(await readdir(folder.path)).toEqual(['elsewhere', 'result']);
  });

  it.each(diskErrors)(
    'stays as it was when filling fails with %s, and a sentence names its place',
    async (code, message) => {
      const dir = join(folder.path, 'result');
      await write(dir, 'a', 'earlier');
      const writing = writeFolderAtomic(dir, async (temporary) => {
        await writeFileAtomic(join(temporary, 'a'), failingWith(systemError(code)));
      });
      await expect(writing).rejects.toThrow(UserError);
      await expect(writing).rejects.toThrow(message);
      await expect(writing).rejects.toThrow(new RegExp(`${folder.path}[ .]`));
      expect(await readFile(join(dir, 'a'), 'utf8')).toBe('earlier');
      expect(await readdir(folder.path)).toEqual(['result']);
    },
  );

  it('comes back when a process was killed between its two renamings', async () => {
    const dir = join(folder.path, 'result');
    await mkdir(replaced(dir));
    await writeFile(join(replaced(dir), 'a'), 'earlier');
    await mkdir(join(folder.path, leftover('result')));
    const failing = writeFolderAtomic(dir, () => Promise.reject(new UserError('The model does not fit.')));
    await expect(failing).rejects.toThrow('The model does not fit.');
    expect(await readFile(join(dir, 'a'), 'utf8')).toBe('earlier');
    expect(await readdir(folder.path)).toEqual(['result']);
  });

  it('comes back as the last one where several were left', async () => {
    const dir = join(folder.path, 'result');
    for (const later of [1, 2, 0]) await write(replaced(dir, later), 'a', `written at ${later}`);
    await requireWritableFolder(dir);
    expect(await readFile(join(dir, 'a'), 'utf8')).toBe('written at 2');
    expect(await readdir(folder.path)).toEqual(['result']);
  });

  it.each(['result.replaced', 'result.replaced-20240131', 'result.unfinished-draft', 'result.unfinished-1'])(
    "leaves alone a person's own one beside it, such as %s",
    async (name) => {
      const dir = join(folder.path, 'result');
      await mkdir(join(folder.path, name));
      await writeFile(join(folder.path, name, 'run.json'), 'mine');
      await requireWritableFolder(dir);
      await write(dir, 'a', 'earlier');
      await write(dir, 'a', 'new');
      expect(await readFile(join(folder.path, name, 'run.json'), 'utf8')).toBe('mine');
      expect(await readdir(folder.path)).toEqual(['result', name]);
    },
  );
});

it('of a folder that could not be filled nothing stays, nor of those made for it', async () => {
  const failing = writeFolderAtomic(join(folder.path, 'new', 'result'), () =>
    Promise.reject(new UserError('The model does not fit.')),
  );
  await expect(failing).rejects.toThrow('The model does not fit.');
  expect(await readdir(folder.path)).toEqual([]);
});

it('of the folders made for one that could not be filled, those stay where others have put something', async () => {
  const failing = writeFolderAtomic(join(folder.path, 'new', 'empty', 'result'), async () => {
    await writeFile(join(folder.path, 'new', 'notes.txt'), 'mine');
    throw new UserError('The model does not fit.');
  });
  await expect(failing).rejects.toThrow('The model does not fit.');
  expect(await readdir(join(folder.path, 'new'))).toEqual(['notes.txt']);
});

describe('the place for a folder', () => {
  it('is free where there is nothing yet, and nothing is made', async () => {
    await requireWritableFolder(join(folder.path, 'new', 'result'));
    expect(await readdir(folder.path)).toEqual([]);
  });

  it.each(['file', 'file/result'])('is not where a file is (%s)', async (name) => {
    await writeFile(join(folder.path, 'file'), '');
    const asking = requireWritableFolder(join(folder.path, name));
    await expect(asking).rejects.toThrow(UserError);
    await expect(asking).rejects.toThrow(`${name} is not a folder`);
  });

  it('is not where its name leaves no room for what stands behind it while it is written', async () => {
    const asking = requireWritableFolder(join(folder.path, 'new', '长'.repeat(80)));
    await expect(asking).rejects.toThrow(UserError);
    await expect(asking).rejects.toThrow('is too long. Please choose a shorter one.');
    expect(await readdir(folder.path)).toEqual([]);
  });

  it.each(['.', './', '..', '../../result', '../../link', '/'])(
    'is not where this program works, nor above that: %s',
    async (dir) => {
      const here = join(folder.path, 'result', 'here');
      await mkdir(here, { recursive: true });
      await symlink(join(folder.path, 'result'), join(folder.path, 'link'));
      const asking = workingIn(here, () => requireNewFolder(dir));
      await expect(asking).rejects.toThrow(
        new UserError(`The folder ${dir} cannot be replaced while you are in it. Please name a new folder.`),
      );
    },
  );

  it.each(['new', 'empty', '../other', '../here-too'])('is in and beside it: %s', async (dir) => {
    const here = join(folder.path, 'here');
    await mkdir(join(here, 'empty'), { recursive: true });
    await mkdir(join(folder.path, 'here-too'));
    await workingIn(here, () => requireNewFolder(dir));
  });

  it.runIf(process.platform !== 'win32')(
    'is one as well where the program works in none any more',
    async () => {
      const here = join(folder.path, 'here');
      await mkdir(here);
      await mkdir(join(folder.path, 'result'));
      await workingIn(here, async () => {
        await rmdir(here);
        await requireNewFolder(join(folder.path, 'result'));
      });
    },
  );

  it.runIf(existsSync('/proc/self'))(
    'is not where the system lets nobody make one, whatever it tells',
    async () => {
      await expect(requireWritableFolder('/proc/result')).rejects.toThrow(UserError);
    },
  );

  it('is new where nothing is but what a process that was killed while it tried has left', async () => {
    const dir = join(folder.path, 'result');
    await mkdir(join(dir, leftover('.cloze-tuner')), { recursive: true });
    await requireNewFolder(dir);
    expect(await readdir(dir)).toEqual([]);
    await mkdir(join(dir, `.cloze-tuner.unfinished-${process.ppid}-01234567-0`));
    await requireNewFolder(dir);
  });

  it('is cleared of what a killed process left, and gets back what it had set aside', async () => {
    await mkdir(replaced(join(folder.path, 'result')));
    await writeFile(join(replaced(join(folder.path, 'result')), 'a'), 'earlier');
    await mkdir(join(folder.path, leftover('result')));
    await requireWritableFolder(join(folder.path, 'result'));
    expect(await readdir(folder.path)).toEqual(['result']);
    expect(await readdir(join(folder.path, 'result'))).toEqual(['a']);
  });
});

describe('a new folder', () => {
  const dir = (): string => join(folder.path, 'result');

  it.each(['absent', 'empty', 'with what a killed process has left in it'])(
    'takes its place: %s',
    async (state) => {
      if (state !== 'absent') await mkdir(dir());
      if (state.startsWith('with')) await mkdir(join(dir(), leftover('checkpoint')));
      await writeNewFolder(dir(), (temporary) => writeFile(join(temporary, 'a'), 'new'));
      expect(await readdir(dir())).toEqual(['a']);
      expect(await readdir(folder.path)).toEqual(['result']);
    },
  );

  it('is not made where something has come meanwhile', async () => {
    const writing = writeNewFolder(dir(), async (temporary) => {
      await writeFile(join(temporary, 'a'), 'new');
      await mkdir(dir());
      await writeFile(join(dir(), 'b'), 'other');
    });
    await expect(writing).rejects.toThrow(/has other files in it/);
    expect(await readdir(dir())).toEqual(['b']);
    expect(await readdir(folder.path)).toEqual(['result']);
  });

  it('is made by one of several at the same time', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const writings = await Promise.allSettled(
      names.map((name) => writeNewFolder(dir(), (temporary) => writeFile(join(temporary, name), name))),
    );
    expect(writings.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(dir())).toHaveLength(1);
    expect(await readdir(folder.path)).toEqual(['result']);
  });
});

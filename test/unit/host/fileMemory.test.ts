import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it, vi } from 'vitest';

import { FileMemory } from '../../../src/host/fileMemory';
import { temporaryFolder } from '../modelFiles/temporaryFolder';
import { answers } from '../renamings';

vi.mock('node:fs/promises', async () => (await import('../renamings')).fileSystem());

const folder = temporaryFolder();
const path = () => join(folder.path, 'storage', 'choices.json');

describe('FileMemory', () => {
  it('remembers for the next window', async () => {
    await new FileMemory(path()).update('activeModel', 'run/1');
    expect(new FileMemory(path()).get('activeModel')).toBe('run/1');
  });

  it('remembers what it was told last, also while another program looks at what it was told before', async () => {
    const memory = new FileMemory(path());
    answers.push('EPERM', 'EPERM', 'EPERM');
    const earlier = memory.update('activeModel', 'run/1');
    await vi.waitUntil(() => answers.length === 0, 20_000);
    await Promise.all([earlier, memory.update('activeModel', 'run/2')]);
    expect(new FileMemory(path()).get('activeModel')).toBe('run/2');
  });

  it('finds what another window has written, and tells only that', async () => {
    const memory = new FileMemory(path());
    const changed = vi.fn();
    memory.onDidChange(changed);
    await memory.update('activeModel', 'run/1');
    memory.refresh();
    expect(changed).not.toHaveBeenCalled();
    await new FileMemory(path()).update('activeModel', 'run/2');
    memory.refresh();
    expect(memory.get('activeModel')).toBe('run/2');
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it('keeps what it is about to write, also when it looks at the file meanwhile', async () => {
    const memory = new FileMemory(path());
    await new FileMemory(path()).update('activeModel', 'run/1');
    const written = memory.update('activeModel', 'run/2');
    memory.refresh();
    await written;
    expect(memory.get('activeModel')).toBe('run/2');
  });

  it('takes what another window has written, once what it was to write itself has failed', async () => {
    const memory = new FileMemory(path());
    await new FileMemory(path()).update('activeModel', 'run/1');
    answers.push('EROFS');
    const changed = vi.fn();
    memory.onDidChange(changed);
    await expect(memory.update('activeModel', 'run/2')).rejects.toThrow('EROFS');
    expect(changed).toHaveBeenCalledTimes(1);
    expect(memory.get('activeModel')).toBe('run/1');
  });

  it('keeps what another window has written under another key', async () => {
    const memory = new FileMemory(path());
    await new FileMemory(path()).update('other', 1);
    await memory.update('activeModel', 'run/1');
    expect(new FileMemory(path()).get('other')).toBe(1);
  });

  it('keeps what it knows while the file cannot be looked at', async () => {
    const memory = new FileMemory(path());
    await memory.update('activeModel', 'run/1');
    await rm(path());
    await mkdir(path());
    memory.refresh();
    expect(memory.get('activeModel')).toBe('run/1');
  });

  it('forgets what is damaged', async () => {
    const file = join(folder.path, 'choices.json');
    await writeFile(file, '{');
    expect(new FileMemory(file).get('activeModel')).toBeUndefined();
  });
});

import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { HeldLease, readLease } from '../../../src/protocol/lease';
import { runFiles } from '../../../src/protocol/runFolder';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cloze-tuner-'));
});

afterEach(() => rm(folder, { recursive: true }));

const take = (): Promise<HeldLease | undefined> =>
  HeldLease.take(
    folder,
    () => Promise.resolve(),
    () => undefined,
  );

const path = (): string => join(folder, runFiles.lease);

const leaves = {
  nothing: () => Promise.resolve(),
  'a lease that was given back': async () => (await take())?.giveBack(),
  'a process that died': () =>
    writeFile(path(), JSON.stringify({ token: randomUUID(), pid: 2 ** 22 + 1, host: hostname() })),
  'a process that died while it took it': async () => {
    await writeFile(path(), '');
    await utimes(path(), 0, 0);
  },
};

describe.each(Object.entries(leaves))('after %s', (_, leave) => {
  it('one of many that ask at once has it', async () => {
    for (let round = 0; round < 10; round++) {
      await leave();
      const all = await Promise.all(Array.from({ length: 8 }, take));
      const held = all.filter((lease) => lease !== undefined);
      expect(held).toHaveLength(1);
      expect(await readLease(folder)).toBeDefined();
      expect(await take()).toBeUndefined();
      await held[0]?.giveBack();
      expect(await readdir(folder)).toEqual([]);
    }
  });
});

describe('of a process that lives and has not renewed it for long', () => {
  beforeEach(async () => {
    await take();
    await utimes(path(), 0, 0);
  });

  it('it is not taken when that one goes on, as after the computer has slept', async () => {
    const taken = take();
    await setTimeout(100);
    await utimes(path(), new Date(), new Date());
    expect(await taken).toBeUndefined();
  });

  it('it is taken when it stays like that, as another process has its number', async () => {
    await writeFile(path(), JSON.stringify({ token: randomUUID(), pid: process.pid, host: hostname() }));
    await utimes(path(), 0, 0);
    expect(await take()).toBeDefined();
  });
});

it('is not taken while another process writes it', async () => {
  await writeFile(path(), '');
  expect(await take()).toBeUndefined();
});

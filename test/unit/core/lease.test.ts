import { randomUUID } from 'node:crypto';
import type * as FileSystem from 'node:fs/promises';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';

import { HeldLease } from '../../../src/core/lease/heldLease';
import { leaseFile, readLease } from '../../../src/core/lease/lease';
import { renewal } from '../../../src/core/lease/renewal';

/** What the next readings of a file say, one after the other. */
const answers = vi.hoisted((): string[] => []);

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof FileSystem>();
  return {
    ...original,
    readFile: (...call: Parameters<typeof original.readFile>) => {
      const code = answers.shift();
      if (code === undefined) return original.readFile(...call);
      return Promise.reject(Object.assign(new Error(`${code}: made by the test`), { code }));
    },
  };
});

vi.mock('node:timers/promises', async () => (await import('../fasterTimers')).timers());

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cloze-tuner-'));
});

afterEach(() => rm(folder, { recursive: true }));

const take = (): Promise<HeldLease | undefined> => HeldLease.take(folder);

const path = (): string => join(folder, leaseFile);

const leaves = {
  nothing: () => Promise.resolve(),
  'a lease that was given back': async () => (await take())?.giveBack(),
  'a process that died': () =>
    writeFile(
      path(),
      JSON.stringify({ token: randomUUID(), pid: 2 ** 22 + 1, host: hostname(), takenAt: 0 }),
    ),
  // To end -1 would be to end all processes of the person.
  'a lease that holds no process': () =>
    writeFile(
      path(),
      JSON.stringify({ token: randomUUID(), pid: -1, host: hostname(), takenAt: Date.now() }),
    ),
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
    await writeFile(
      path(),
      JSON.stringify({ token: randomUUID(), pid: process.pid, host: hostname(), takenAt: 0 }),
    );
    await utimes(path(), 0, 0);
  });

  it('it is not taken when that one goes on after some seconds, as when the computer has slept', async () => {
    const taken = take();
    await setTimeout(5_000);
    await utimes(path(), new Date(), new Date());
    expect(await taken).toBeUndefined();
  });

  it('it is taken when that one gives it back meanwhile', async () => {
    const taken = take();
    await setTimeout(5_000);
    await rm(path());
    expect(await taken).toBeDefined();
  });

  it('it is taken when it stays like that, as another process has its number', async () => {
    expect(await take()).toBeDefined();
  });
});

it('is not taken while another process writes it', async () => {
  await writeFile(path(), '');
  expect(await take()).toBeUndefined();
});

it('is not taken where what stands in its place cannot be read', async () => {
  await mkdir(path());
  expect(await take()).toBeUndefined();
});

describe('of a process that renews it', () => {
  /** Takes the lease, and has it renewed so often. */
  async function renewed(times: number, meanwhile: () => Promise<void>): Promise<{ readonly lost: boolean }> {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const onRenewal = vi.fn(() => Promise.resolve());
    const onLost = vi.fn();
    const lease = await HeldLease.take(folder, onRenewal, onLost);
    onTestFinished(() => lease?.giveBack());
    await meanwhile();
    for (let time = 1; time <= times; time++) {
      vi.advanceTimersByTime(renewal.lease);
      await vi.waitUntil(() => onRenewal.mock.calls.length + onLost.mock.calls.length >= time, 20_000);
    }
    return { lost: onLost.mock.calls.length > 0 };
  }

  it.each(['EBUSY', 'EPERM', 'EACCES', 'EMFILE'])(
    'it is not lost when a look at it fails by %s',
    async (code) => {
      const look = renewed(2, () => Promise.resolve(void answers.push(code)));
      expect(await look).toEqual({ lost: false });
      expect(answers).toEqual([]);
    },
  );

  it.each([
    ['another has taken it', () => writeFile(path(), JSON.stringify({ token: randomUUID() }))],
    ['its folder was cleared', () => rm(path())],
  ])('it is lost when %s', async (_, meanwhile) => {
    expect(await renewed(1, meanwhile)).toEqual({ lost: true });
  });

  it('it is known to be lost at a look before the next renewal, and told once', async () => {
    const onLost = vi.fn();
    const lease = await HeldLease.take(folder, () => Promise.resolve(), onLost);
    expect(await lease?.isHeld()).toBe(true);
    await rm(path());
    expect(await Promise.all([lease?.isHeld(), lease?.isHeld()])).toEqual([false, false]);
    expect(onLost).toHaveBeenCalledOnce();
  });
});

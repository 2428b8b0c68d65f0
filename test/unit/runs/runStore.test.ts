import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as immediate } from 'node:timers/promises';

import { describe, expect, it, vi } from 'vitest';

import { readState, runFiles } from '../../../src/protocol/runFolder';
import { RunStore } from '../../../src/runs/runStore';
import { answers } from '../renamings';
import {
  check,
  doneEvent,
  giveLeaseBack,
  log,
  makeStore,
  progressEvent,
  settings,
  startEvent,
  state,
  takeLease,
} from './support';

vi.mock('node:fs/promises', async () => (await import('../renamings')).fileSystem());

async function storeWithRun(overrides: Partial<typeof state> = {}) {
  const { store, folder } = await makeStore();
  const run = await store.create(settings, { ...state, ...overrides }, { text: '诸葛涛是将领。' });
  return { store, folder, run };
}

describe('a run in the store', () => {
  it('is known to a window that comes later', async () => {
    const { store, folder, run } = await storeWithRun();
    await store.addCheck(run, check);
    await log(run.folder, startEvent(), progressEvent(1));
    const { store: later } = await makeStore(folder);
    const known = later.get(run.id);
    expect(known).toMatchObject({ settings, state, check });
    expect(known?.history.progress?.step).toBe(1);
    expect(await known?.corpus()).toEqual({ text: { name: 'notes.md', content: '诸葛涛是将领。' } });
  });

  it('keeps what two windows change of it at the same time', async () => {
    const { store, folder, run } = await storeWithRun({ queued: true });
    const { store: other } = await makeStore(folder);
    const known = other.get(run.id);
    assert(known);
    for (const wish of ['pause', 'run', 'stop', 'run', 'pause'] as const) {
      await Promise.all([store.change(run, { problem: wish }), other.change(known, { wish })]);
      expect(await readState(run.folder)).toMatchObject({ wish, problem: wish });
    }
  });

  it('is changed all the same where another window is stuck in a change', async () => {
    const { store, folder, run } = await storeWithRun();
    await mkdir(join(folder, '.changes'));
    await takeLease(join(folder, '.changes'));
    await store.change(run, { wish: 'pause' });
    expect(await readState(run.folder)).toMatchObject({ wish: 'pause' });
  });

  it('is followed while an engine, of whatever window, works on it', async () => {
    const { store, run } = await storeWithRun();
    await takeLease(run.folder);
    await log(run.folder, startEvent());
    await store.refresh();
    expect(run.status).toBe('running');
    await log(run.folder, progressEvent(1));
    await store.refresh();
    expect(run.history.progress?.step).toBe(1);
    await log(run.folder, doneEvent(false));
    await giveLeaseBack(run.folder);
    await store.refresh();
    expect(run.status).toBe('done');
  });

  it('is never seen without its lease and without its end', async () => {
    const { store, run } = await storeWithRun();
    await takeLease(run.folder);
    await log(run.folder, startEvent());
    await store.refresh();
    await log(run.folder, doneEvent(false));
    await giveLeaseBack(run.folder);
    const seen: string[] = [];
    const refreshed = store.refresh();
    while (run.status !== 'done') seen.push(await immediate(run.status));
    await refreshed;
    expect(new Set(seen)).toEqual(new Set(['running']));
  });

  it('is at work again when its engine goes on after the computer slept', async () => {
    const { store, run } = await storeWithRun();
    await takeLease(run.folder);
    await log(run.folder, startEvent());
    const longAgo = new Date(Date.now() - 600_000);
    await utimes(join(run.folder, runFiles.lease), longAgo, longAgo);
    await utimes(run.folder, longAgo, longAgo); // in which nothing comes or goes
    await store.refresh();
    expect(run.status).toBe('interrupted');
    await log(run.folder, progressEvent(1));
    await utimes(join(run.folder, runFiles.lease), new Date(), new Date());
    await store.refresh();
    expect(run.status).toBe('running');
    expect(run.history.progress?.step).toBe(1);
  });

  it('reads a line only when it is whole', async () => {
    const { store, run } = await storeWithRun();
    await takeLease(run.folder);
    await log(run.folder, startEvent());
    const line = `${JSON.stringify({ ...progressEvent(1), time: 1 })}\n`;
    await appendFile(join(run.folder, runFiles.events), line.slice(0, 20));
    await store.refresh();
    expect(run.history.progress).toBeUndefined();
    await appendFile(join(run.folder, runFiles.events), line.slice(20));
    await store.refresh();
    expect(run.history.progress?.step).toBe(1);
  });

  it.each([
    ['paused', { wish: 'pause' }],
    ['stopped', { wish: 'stop' }],
    ['interrupted', { wish: 'run' }],
  ] as const)('is %s after it was stopped as wished', async (status, wish) => {
    const { store, run } = await storeWithRun(wish);
    await log(run.folder, startEvent(), doneEvent(true));
    await store.change(run, {});
    expect(run.status).toBe(status);
  });

  it('is interrupted when it was stopped before anything was learnt, as there is nothing to keep', async () => {
    const { store, run } = await storeWithRun({ wish: 'stop' });
    await log(run.folder, startEvent());
    await store.change(run, {});
    expect(run.status).toBe('interrupted');
  });

  it('is interrupted when the engine at work died', async () => {
    const { store, run } = await storeWithRun();
    await log(run.folder, startEvent());
    await takeLease(run.folder, { pid: 2 ** 22 + 1 });
    await store.refresh();
    expect(run.status).toBe('interrupted');
  });

  it('is interrupted when its lease of another machine is old', async () => {
    const { store, run } = await storeWithRun();
    await log(run.folder, startEvent());
    await takeLease(run.folder, { host: 'elsewhere' });
    await store.refresh();
    expect(run.status).toBe('running');
    const longAgo = new Date(Date.now() - 100_000);
    await utimes(join(run.folder, runFiles.lease), longAgo, longAgo);
    await store.refresh();
    expect(run.status).toBe('interrupted');
  });

  it('is queued only for as long as the window that queued it lives', async () => {
    const { store, run } = await storeWithRun({ queued: true });
    expect(run.status).toBe('queued');
    const longAgo = new Date(Date.now() - 100_000);
    await utimes(join(run.folder, runFiles.state), longAgo, longAgo);
    await store.refresh();
    expect(run.status).toBe('interrupted');
  });

  it('has failed when its log says so', async () => {
    const { store, run } = await storeWithRun();
    await log(run.folder, { type: 'failed', message: 'The file is empty.' });
    await store.change(run, {});
    expect(run.status).toBe('failed');
    expect(run.problem).toBe('The file is empty.');
  });

  it('takes all changes that are made at the same time', async () => {
    const { store, run } = await storeWithRun({ queued: true });
    await Promise.all([
      store.change(run, { queued: undefined }),
      store.change(run, { wish: 'pause' }),
      store.change(run, { name: 'renamed' }),
    ]);
    expect(run.state).toEqual({ name: 'renamed', wish: 'pause', probes: [] });
  });

  it('disappears without a trace, in every window', async () => {
    const { store, folder, run } = await storeWithRun();
    const { store: other } = await makeStore(folder);
    await store.remove(run);
    await other.refresh();
    expect(other.runs).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it.each(['EPERM', 'EBUSY'])(
    'comes, changes and disappears after %s, too, as when another program looks at it',
    async (code) => {
      answers.push(code, undefined, code, undefined, code); // its settings, its state and its folder
      const { store, run } = await storeWithRun();
      answers.push(code);
      await store.change(run, { name: 'renamed' });
      expect(run.state.name).toBe('renamed');
      answers.push(code, code);
      await store.remove(run);
      expect(store.runs).toEqual([]);
      expect(answers).toEqual([]);
    },
  );
});

describe('the store', () => {
  it('tells of changes, and only of changes', async () => {
    const { store, run } = await storeWithRun();
    const longAgo = new Date(Date.now() - 100_000);
    await utimes(run.folder, longAgo, longAgo);
    await store.refresh();
    const listener = vi.fn();
    store.onDidChange(listener);
    await store.refresh();
    expect(listener).not.toHaveBeenCalled();
    await store.change(run, { name: 'renamed' });
    expect(listener).toHaveBeenCalled();
    expect(run.state.name).toBe('renamed');
  });

  it('has the newest run first', async () => {
    const { store } = await makeStore();
    await store.create({ ...settings, createdAt: 1 }, { ...state, name: 'old' }, {});
    await store.create({ ...settings, createdAt: 2 }, { ...state, name: 'new' }, {});
    expect(store.runs.map((run) => run.state.name)).toEqual(['new', 'old']);
  });

  it('leaves out what is no run, and says so once', async () => {
    const { folder } = await makeStore();
    await mkdir(join(folder, 'no-run'));
    await writeFile(join(folder, 'no-run', runFiles.settings), '{');
    const onUnreadable = vi.fn();
    const store = new RunStore(folder, onUnreadable);
    await store.refresh();
    await store.refresh();
    expect(store.runs).toEqual([]);
    expect(onUnreadable).toHaveBeenCalledOnce();
  });

  it('keeps the runs that it knows for as long as it cannot look at them', async () => {
    const { folder } = await makeStore();
    const [place, disk] = [join(folder, 'runs'), join(folder, 'disk')];
    await mkdir(disk);
    await symlink(disk, place);
    const store = new RunStore(place, vi.fn());
    const run = await store.create(settings, state, {});
    await rm(place);
    await symlink(place, place); // which leads in a circle
    await store.refresh();
    expect(store.runs).toEqual([run]);
    await rm(place);
    await symlink(disk, place);
    await store.refresh();
    expect(store.get(run.id)).toBe(run);
    await rm(place);
    await store.refresh();
    expect(store.runs).toEqual([]);
  });

  it('clears away what a window that was closed has half made or removed, and nothing that is in use', async () => {
    const { store, folder } = await makeStore();
    const longAgo = new Date(Date.now() - 3_600_000);
    const [left, inTheMaking] = [`.${randomUUID()}`, `.${randomUUID()}`];
    for (const name of [left, inTheMaking, '.turn']) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, runFiles.corpus), '');
      if (name !== inTheMaking) await utimes(join(folder, name), longAgo, longAgo);
    }
    await store.follow();
    store.dispose();
    expect((await readdir(folder)).toSorted()).toEqual([inTheMaking, '.turn'].toSorted());
  });

  it('has nothing to say of a folder that is gone by the time it is looked at', async () => {
    const { store, folder } = await makeStore();
    await symlink(join(folder, 'gone'), join(folder, 'listed'));
    await store.refresh();
    expect(store.runs).toEqual([]);
  });
});

import { utimes } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it, vi } from 'vitest';

import { runFiles } from '../../../src/protocol/runFolder';
import type { Run } from '../../../src/runs/run';
import { Recovery } from '../../../src/runs/recovery';
import type { RunQueue } from '../../../src/runs/runQueue';
import {
  doneEvent,
  giveLeaseBack,
  log,
  logAt,
  makeStore,
  settings,
  startEvent,
  state,
  takeLease,
} from './support';

const minute = 60_000;

/** What is known of a run; its last event is of now, unless it is said when it was. */
interface Known {
  workspace?: string;
  wish?: 'run' | 'pause';
  problem?: string;
  lastEventAt?: number;
  /** What the person answers when they are told of it. */
  wantsToResume?: boolean;
}

async function setUp(run: Known = {}) {
  const { workspace = 'file:///here', lastEventAt = Date.now(), wantsToResume = false, ...changes } = run;
  const { store } = await makeStore();
  const made = await store.create({ ...settings, workspace }, { ...state, ...changes }, {});
  await logAt(lastEventAt, made.folder, startEvent());
  await takeLease(made.folder); // by the engine of the window that reloads
  await store.refresh();
  const add = vi.fn<(run: Run) => Promise<void>>(() => Promise.resolve());
  const queue: Pick<RunQueue, 'add' | 'isAtWork'> = { add, isAtWork: () => false };
  const trust = { isTrusted: true };
  const offerToResume = vi.fn(() => Promise.resolve(wantsToResume));
  const recovery = new Recovery(
    store,
    queue,
    'file:///here',
    () => trust.isTrusted,
    offerToResume,
    () => undefined,
  );
  const engineEnds = async (): Promise<void> => {
    await log(made.folder, doneEvent(true));
    await giveLeaseBack(made.folder);
    await store.refresh();
  };
  return { store, made, add, offerToResume, recovery, trust, engineEnds };
}

describe('a run that a reload interrupted', () => {
  it('goes on when the engine of the window before has saved and ended', async () => {
    const { made, add, engineEnds } = await setUp();
    expect(add).not.toHaveBeenCalled();
    await engineEnds();
    expect(add).toHaveBeenCalledWith(made);
  });

  it('goes on before those that waited behind it, however long they did', async () => {
    const { store, made, add, recovery, trust, engineEnds } = await setUp();
    trust.isTrusted = false; // until all is as it was
    const waiting: Run[] = [];
    for (const later of [1, 2]) {
      const createdAt = settings.createdAt + later;
      const run = await store.create({ ...settings, createdAt }, { ...state, queued: true }, {});
      const lately = new Date(Date.now() - minute); // by the window before
      await utimes(join(run.folder, runFiles.state), lately, lately);
      waiting.push(run);
    }
    await engineEnds();
    trust.isTrusted = true;
    await recovery.resumeInterrupted();
    expect(add.mock.calls).toEqual([made, ...waiting].map((run) => [run]));
  });

  it('goes on when the workspace has become trusted', async () => {
    const { made, add, recovery, trust, engineEnds } = await setUp();
    trust.isTrusted = false;
    await engineEnds();
    expect(add).not.toHaveBeenCalled();
    trust.isTrusted = true;
    await recovery.resumeInterrupted();
    expect(add).toHaveBeenCalledWith(made);
  });

  it('goes on after an absence of a few minutes', async () => {
    const { store, made, add, offerToResume } = await setUp({ lastEventAt: Date.now() - 4 * minute });
    await giveLeaseBack(made.folder); // by an engine that had no time to tell of its end
    await store.refresh();
    expect(add).toHaveBeenCalledWith(made);
    expect(offerToResume).not.toHaveBeenCalled();
  });

  it.each([true, false])(
    'is told of once after a longer absence, and goes on if that is wanted: %s',
    async (wanted) => {
      const { store, made, add, offerToResume, recovery } = await setUp({
        lastEventAt: Date.now() - 6 * minute,
        wantsToResume: wanted,
      });
      await giveLeaseBack(made.folder);
      await store.refresh();
      await recovery.resumeInterrupted();
      await vi.waitFor(() => {
        expect(offerToResume).toHaveBeenCalledWith('notes');
      }, 20_000);
      await recovery.resumeInterrupted();
      expect(made.state.mentioned).toBe(true);
      expect(offerToResume).toHaveBeenCalledOnce();
      expect(add).toHaveBeenCalledTimes(wanted ? 1 : 0);
    },
  );

  it('is not told of again by the next window', async () => {
    const { store, made, offerToResume } = await setUp({ lastEventAt: Date.now() - 6 * minute });
    await store.change(made, { mentioned: true });
    await giveLeaseBack(made.folder);
    await store.refresh();
    expect(offerToResume).not.toHaveBeenCalled();
  });

  it.each([
    ['of another workspace', { workspace: 'file:///there' }],
    ['that was paused', { wish: 'pause' }],
    ['whose engine crashed', { problem: 'It crashed.' }],
  ] as const)('does not go on by itself: one %s', async (_, run) => {
    const { add, engineEnds } = await setUp(run);
    await engineEnds();
    expect(add).not.toHaveBeenCalled();
  });
});

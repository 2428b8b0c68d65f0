import { describe, expect, it, vi } from 'vitest';

import { Recovery } from '../../../src/runs/recovery';
import type { RunQueue } from '../../../src/runs/runQueue';
import { doneEvent, giveLeaseBack, log, makeStore, settings, startEvent, state, takeLease } from './support';

async function setUp(run: { workspace?: string; wish?: 'run' | 'pause'; problem?: string } = {}) {
  const { workspace = 'file:///here', ...changes } = run;
  const { store } = await makeStore();
  const made = await store.create({ ...settings, workspace }, { ...state, ...changes }, {});
  await log(made.folder, startEvent());
  await takeLease(made.folder); // by the engine of the window that reloads
  await store.refresh();
  const add = vi.fn(() => Promise.resolve());
  const queue: Pick<RunQueue, 'add' | 'isAtWork'> = { add, isAtWork: () => false };
  const trust = { isTrusted: true };
  const recovery = new Recovery(store, queue, 'file:///here', () => trust.isTrusted);
  const engineEnds = async (): Promise<void> => {
    await log(made.folder, doneEvent(true));
    await giveLeaseBack(made.folder);
    await store.refresh();
  };
  return { made, add, recovery, trust, engineEnds };
}

describe('a run that a reload interrupted', () => {
  it('goes on when the engine of the window before has saved and ended', async () => {
    const { made, add, engineEnds } = await setUp();
    expect(add).not.toHaveBeenCalled();
    await engineEnds();
    expect(add).toHaveBeenCalledWith(made);
  });

  it('goes on when the workspace has become trusted', async () => {
    const { made, add, recovery, trust, engineEnds } = await setUp();
    trust.isTrusted = false;
    await engineEnds();
    expect(add).not.toHaveBeenCalled();
    trust.isTrusted = true;
    recovery.resumeInterrupted();
    expect(add).toHaveBeenCalledWith(made);
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

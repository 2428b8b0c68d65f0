import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { isRunning } from '../../../src/core/system';
import { ModelLibrary, type ModelEntry } from '../../../src/models/modelLibrary';
import type { Handlers } from '../../../src/protocol/channel';
import type { EngineContract } from '../../../src/protocol/engine';
import { readState, runFiles } from '../../../src/protocol/runFolder';
import { FineTuning } from '../../../src/runs/fineTuning';
import { ProbeMemory } from '../../../src/runs/probeMemory';
import type { Run } from '../../../src/runs/run';
import { RunQueue } from '../../../src/runs/runQueue';
import { FakeEngine } from '../fakeEngine';
import { memory } from '../host/memory';
import { check, doneEvent, giveLeaseBack, log, makeStore, startEvent, takeLease } from './support';

vi.mock('node:timers/promises', async () => (await import('../fasterTimers')).timers());

const embedded: ModelEntry = { id: 'embedded', name: 'E', kind: 'embedded', folder: 'embedded', version: '' };

/** Milliseconds. */
const patience = 20_000;

/** Trains at once: takes the lease, logs, and waits to be let go on. */
function trainingHandlers(goOn: Promise<void>): Partial<Handlers<EngineContract>> {
  return {
    check: () => Promise.resolve(check),
    train: async ({ run }) => {
      await takeLease(run);
      await log(run, startEvent());
      await goOn;
      await log(run, doneEvent(false));
      await giveLeaseBack(run);
      return null;
    },
  };
}

/** @param folder of the runs, where another window has them too */
async function setUp(handlers?: Partial<Handlers<EngineContract>>, folder?: string) {
  let goOn = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const { store, folder: runs } = await makeStore(folder);
  const engines: FakeEngine[] = [];
  const tell = vi.fn<(error: unknown) => void>();
  const library = new ModelLibrary(embedded, [], memory(), () => true);
  const probes = new ProbeMemory(memory());
  const queue = new RunQueue(store, {
    startEngine: () => {
      const engine = new FakeEngine(handlers ?? trainingHandlers(gate));
      engines.push(engine);
      return engine;
    },
    modelFolder: (id) => library.find(id)?.folder,
    probesFor: (proposed) => probes.forRun(proposed),
    logError: () => undefined,
    tell,
  });
  const fineTuning = new FineTuning(store, queue, library, probes, 'file:///here');
  const start = (): Promise<Run> => fineTuning.start({ title: 'notes', label: 'notes.md', text: '诸葛涛' });
  const ended = (run: Run) =>
    new Promise<{ crash?: string }>((resolve) => {
      queue.onDidEnd((end) => {
        if (end.run.id === run.id) resolve(end);
      });
    });
  const training = (run: Run) =>
    vi.waitFor(async () => {
      await store.refresh();
      expect(run.lease).toBeDefined();
    }, patience);
  return { store, runs, queue, probes, engines, tell, fineTuning, start, ended, training, goOn };
}

describe('a run in the queue', () => {
  it('is checked, trained, and its engine let go', async () => {
    const { start, ended, training, goOn, engines, probes } = await setUp();
    const run = await start();
    await training(run);
    expect(run.check).toEqual(check);
    expect(run.state.probes).toEqual(check.probes);
    expect(probes.texts).toEqual(check.probes);
    goOn();
    expect(await ended(run)).toEqual({ run });
    expect(run.status).toBe('done');
    expect(engines.map(({ released }) => released)).toEqual([true]);
  });

  it('waits for the one before it', async () => {
    const { start, ended, training, goOn, queue } = await setUp();
    const first = await start();
    await training(first);
    const second = await start();
    expect(second.state.name).toBe('notes (2)');
    expect(second.status).toBe('queued');
    expect(queue.queued).toEqual([second]);
    goOn();
    await ended(second);
    expect([first.status, second.status]).toEqual(['done', 'done']);
  });

  it('gives way to completions while it is at work', async () => {
    const giveWay = vi.fn(() => Promise.resolve(null));
    let goOn = (): void => undefined;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    const { start, ended, training, queue } = await setUp({ ...trainingHandlers(gate), giveWay });
    queue.giveWay(); // to nobody
    const run = await start();
    await training(run);
    queue.giveWay();
    goOn();
    await ended(run);
    expect(giveWay).toHaveBeenCalledOnce();
  });

  it('waits for the one of another window', async () => {
    const { start, training, store, goOn, ended } = await setUp();
    const elsewhere = await store.create(
      { createdAt: 1, corpus: { label: 'a' }, base: 'embedded', effort: 'quick' },
      { name: 'elsewhere', wish: 'run', probes: [] },
      { check },
    );
    await takeLease(elsewhere.folder);
    await store.refresh();
    const run = await start();
    expect(run.status).toBe('queued');
    await giveLeaseBack(elsewhere.folder);
    await training(run);
    goOn();
    await ended(run);
  });

  it('is started by one window alone when several wait', async () => {
    const here = await setUp();
    const there = await setUp(undefined, here.runs);
    const elsewhere = await here.store.create(
      { createdAt: 1, corpus: { label: 'a' }, base: 'embedded', effort: 'quick' },
      { name: 'elsewhere', wish: 'run', probes: [] },
      { check },
    );
    await takeLease(elsewhere.folder);
    await Promise.all([here.store.refresh(), there.store.refresh()]);
    const windows = [here, there];
    const asking = windows.map(({ store }) => vi.spyOn(store, 'takeTurn'));
    const ends = await Promise.all(windows.map(async ({ start, ended }) => ({ end: ended(await start()) })));
    await giveLeaseBack(elsewhere.folder);
    await Promise.all(windows.map(({ store }) => store.refresh()));
    const started = () => windows.flatMap(({ engines }) => engines).length;
    const askedAgain = () => asking.some(({ mock }) => mock.settledResults.length > 2);
    await vi.waitUntil(() => started() > 1 || (started() > 0 && askedAgain()), patience);
    expect(started()).toBe(1);
    for (const { goOn } of windows) goOn();
    await Promise.all(ends.map(({ end }) => end));
    expect(started()).toBe(2);
  });

  it('is not begun again when another window has finished it meanwhile', async () => {
    const here = await setUp();
    const run = await here.start();
    await here.training(run);
    const there = await setUp(undefined, here.runs);
    const same = there.store.get(run.id);
    if (same) Object.assign(same, { lease: undefined }); // as seen before the engine has taken it
    await there.queue.add(same ?? run);
    const end = here.ended(run);
    here.goOn();
    await end;
    await vi.waitUntil(async () => {
      await there.store.refresh();
      return there.queue.queued.length === 0;
    }, patience);
    expect(there.engines).toEqual([]);
  });

  it('is begun all the same when its turn could not be found out for a while, which is told once', async () => {
    const { start, training, store, tell, goOn, ended } = await setUp();
    const failure = new Error('The disk is full.');
    vi.spyOn(store, 'takeTurn').mockRejectedValueOnce(failure).mockRejectedValueOnce(failure);
    const run = await start();
    await training(run);
    expect(tell).toHaveBeenCalledExactlyOnceWith(failure);
    goOn();
    await ended(run);
    expect(run.status).toBe('done');
  });

  it('counts as waiting in other windows while its corpus is checked', async () => {
    const { start, queue, runs } = await setUp({ check: () => new Promise(() => undefined) });
    const run = await start();
    await vi.waitUntil(() => queue.isAtWork(run), patience);
    const { store } = await makeStore(runs);
    expect(store.get(run.id)?.status).toBe('queued');
    expect(await store.takeTurn()).toBeUndefined();
    await queue.discard(run);
  });

  it.each(['waits', 'is checked'])(
    'counts as waiting in other windows for as long as it %s, however long that is',
    async (phase) => {
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
      onTestFinished(() => void vi.useRealTimers());
      const { start, queue, runs } = await setUp({ check: () => new Promise(() => undefined) });
      const first = await start();
      const second = await start();
      await vi.waitUntil(() => queue.isAtWork(first), patience);
      const run = phase === 'waits' ? second : first;
      const longAgo = new Date(Date.now() - 60_000);
      await utimes(join(run.folder, runFiles.state), longAgo, longAgo);
      const { store } = await makeStore(runs);
      expect(store.get(run.id)?.status).toBe('interrupted');
      vi.advanceTimersByTime(10_000);
      await vi.waitUntil(async () => {
        await store.refresh();
        return store.get(run.id)?.status === 'queued';
      }, patience);
      await queue.discard(second);
      await queue.discard(first);
    },
  );

  it('counts as waiting in other windows until its engine holds the lease, and no longer', async () => {
    const train = vi.fn<Handlers<EngineContract>['train']>(() => new Promise(() => undefined));
    const { start, training, queue, store, runs } = await setUp({
      check: () => Promise.resolve(check),
      train,
    });
    const run = await start();
    await vi.waitUntil(() => train.mock.calls.length > 0, patience);
    const { store: other } = await makeStore(runs);
    expect(other.get(run.id)?.status).toBe('queued');
    await takeLease(run.folder);
    await training(run);
    await vi.waitUntil(() => !run.state.queued, patience);
    await giveLeaseBack(run.folder); // its engine and its window died
    await Promise.all([store.refresh(), other.refresh()]);
    expect(other.get(run.id)?.status).toBe('interrupted');
    await queue.discard(run);
  });

  it('rests when it is wished to', async () => {
    const { start, training, queue, store, ended } = await setUp({
      check: () => Promise.resolve(check),
      train: async ({ run }) => {
        await takeLease(run);
        await log(run, startEvent());
        await vi.waitUntil(async () => (await readState(run)).wish === 'pause', patience);
        await log(run, doneEvent(true));
        await giveLeaseBack(run);
        return null;
      },
    });
    const run = await start();
    await training(run);
    const end = ended(run);
    await queue.end(run, 'pause');
    expect(await end).toEqual({ run });
    await store.refresh();
    expect(run.status).toBe('paused');
  });

  it('comes to its end when it is stopped while it rests', async () => {
    const { queue, store } = await setUp();
    const run = await store.create(
      { createdAt: 1, corpus: { label: 'a' }, base: 'embedded', effort: 'quick' },
      { name: 'paused', wish: 'pause', probes: [] },
      { check },
    );
    await log(run.folder, startEvent(), doneEvent(true));
    const onEnd = vi.fn();
    queue.onDidEnd(onEnd);
    await queue.end(run, 'stop');
    expect(onEnd).toHaveBeenCalledExactlyOnceWith({ run });
    expect(run.status).toBe('stopped');
  });

  it('that is to end is waited for while its engine renews its lease, and killed once it does not', async () => {
    const { start, training, queue, engines, ended } = await setUp();
    const run = await start();
    await training(run);
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const end = ended(run);
    await queue.end(run, 'stop');
    await utimes(join(run.folder, runFiles.lease), new Date(), new Date());
    vi.advanceTimersByTime(60_000);
    await vi.waitUntil(() => vi.getTimerCount() > 0, patience); // it looks again later
    expect(engines[0]?.killed).toBe(false);
    vi.advanceTimersByTime(60_000);
    await end;
    expect(engines[0]?.killed).toBe(true);
  });

  it.each(['checked', 'trained'])(
    'is ended at once and removed when discarded while it is %s, and the next one goes on',
    async (phase) => {
      const handlers = trainingHandlers(new Promise(() => undefined));
      const checking = { check: () => new Promise<never>(() => undefined) };
      const { start, training, queue, store, engines } = await setUp(
        phase === 'checked' ? { ...handlers, ...checking } : handlers,
      );
      const run = await start();
      await (phase === 'checked' ? vi.waitUntil(() => queue.isAtWork(run), patience) : training(run));
      const next = await start();
      await queue.discard(run);
      expect(store.runs).toEqual([next]);
      expect(engines[0]?.killed).toBe(true);
      await vi.waitUntil(() => queue.isAtWork(next), patience);
      await queue.discard(next);
    },
  );

  it('of another window ends there without a word when discarded, and is removed once its engine is gone', async () => {
    const program = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)']);
    const { pid = 0 } = program;
    const here = await setUp({
      check: () => Promise.resolve(check),
      train: async ({ run }) => {
        await takeLease(run, { pid });
        await once(program, 'exit');
        here.engines[0]?.kill();
        return null;
      },
    });
    const run = await here.start();
    await here.training(run);
    const end = here.ended(run);
    const there = await setUp(undefined, here.runs);
    const wasRunning: boolean[] = [];
    const remove = there.store.remove.bind(there.store);
    vi.spyOn(there.store, 'remove').mockImplementation((removed) => {
      wasRunning.push(isRunning(pid));
      return remove(removed);
    });
    await there.queue.discard(there.store.get(run.id) ?? run);
    expect(wasRunning).toEqual([false]);
    expect(await end).toEqual({ run });
    expect(there.store.runs).toEqual([]);
  });

  it('leaves the queue when discarded before its turn', async () => {
    const { start, training, queue, goOn, ended, engines } = await setUp();
    const first = await start();
    await training(first);
    const second = await start();
    await queue.discard(second);
    goOn();
    await ended(first);
    expect(engines).toHaveLength(1);
  });

  it('says why it failed this time, whatever it failed for before', async () => {
    const { start, training, queue, engines, ended } = await setUp();
    const run = await start();
    await training(run);
    await log(run.folder, { type: 'failed', message: 'The disk is full.' });
    await giveLeaseBack(run.folder);
    const first = ended(run);
    engines[0]?.kill();
    expect((await first).crash).toBeUndefined();
    expect(run.problem).toBe('The disk is full.');

    const second = ended(run);
    await queue.add(run);
    await vi.waitUntil(() => engines.length === 2, patience);
    engines[1]?.kill();
    expect((await second).crash).toContain('unexpectedly');
    expect(run.problem).toContain('unexpectedly');
  });

  it('says that its engine died, and can be resumed', async () => {
    const { start, training, queue, engines, ended, goOn } = await setUp();
    const run = await start();
    await training(run);
    const end = ended(run);
    engines[0]?.kill();
    await giveLeaseBack(run.folder);
    expect((await end).crash).toContain('unexpectedly');
    expect(run.status).toBe('interrupted');
    expect(run.problem).toContain('unexpectedly');

    await queue.add(run);
    goOn();
    await ended(run);
    expect(run.status).toBe('done');
    expect(run.problem).toBeUndefined();
  });

  it('has failed when its corpus is refused, with the reason', async () => {
    const { start, ended } = await setUp({ check: () => Promise.reject(new Error('It is empty.')) });
    const run = await start();
    expect(await ended(run)).toEqual({ run });
    expect(run.status).toBe('failed');
    expect(run.problem).toBe('It is empty.');
  });

  it('is started afresh with what it was asked to do', async () => {
    const { start, training, fineTuning, goOn, ended } = await setUp();
    const run = await start();
    await training(run);
    const again = await fineTuning.repeat(run);
    expect(await again.corpus()).toEqual(await run.corpus());
    expect(again.settings.effort).toBe(run.settings.effort);
    goOn();
    await ended(again);
  });

  it('is started afresh with its document as that is by now', async () => {
    const { start, fineTuning, queue } = await setUp();
    const run = await start();
    const again = await fineTuning.repeat(run, '诸葛涛是将领。');
    expect(await again.corpus()).toEqual({ text: { name: 'notes.md', content: '诸葛涛是将领。' } });
    await queue.discard(again);
    await queue.discard(run);
  });

  it('is started afresh with a third of the learning rate by which it came apart', async () => {
    const cameApart = {
      type: 'failed',
      message: 'It came apart.',
      final: true,
      tooHighLearningRate: 3e-3,
    } as const;
    const { start, fineTuning, ended, queue } = await setUp({
      ...trainingHandlers(Promise.resolve()),
      train: async ({ run }) => {
        await log(run, startEvent(), cameApart);
        throw new Error(cameApart.message);
      },
    });
    const run = await start();
    await ended(run);
    expect(run.settings.learningRate).toBeUndefined();
    const again = await fineTuning.repeat(run);
    expect(again.settings.learningRate).toBeCloseTo(1e-3);
    await queue.discard(again);
  });
});

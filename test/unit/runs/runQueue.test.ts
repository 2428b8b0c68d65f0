import { describe, expect, it, vi } from 'vitest';

import type { Handlers } from '../../../src/protocol/channel';
import type { EngineContract } from '../../../src/protocol/engine';
import { FineTuning } from '../../../src/runs/fineTuning';
import { ProbeMemory } from '../../../src/runs/probeMemory';
import { RunQueue } from '../../../src/runs/runQueue';
import type { Run } from '../../../src/runs/run';
import { ModelLibrary, type ModelEntry } from '../../../src/models/modelLibrary';
import { FakeEngine } from '../fakeEngine';
import { check, doneEvent, giveLeaseBack, log, makeStore, startEvent, takeLease } from './support';

const embedded: ModelEntry = { id: 'embedded', name: 'E', kind: 'embedded', folder: 'embedded', version: '' };

function memory() {
  const values = new Map<string, unknown>();
  return {
    get: (key: string) => values.get(key),
    update: (key: string, value: unknown) => {
      values.set(key, value);
      return Promise.resolve();
    },
  };
}

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

async function setUp(handlers?: Partial<Handlers<EngineContract>>) {
  let goOn = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const { store } = await makeStore();
  const engines: FakeEngine[] = [];
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
    });
  return { store, queue, probes, engines, fineTuning, start, ended, training, goOn };
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

  it('is wished to pause or stop through its folder', async () => {
    const { start, training, queue, goOn, ended } = await setUp();
    const run = await start();
    await training(run);
    await queue.end(run, 'pause');
    expect(run.state.wish).toBe('pause');
    goOn();
    await ended(run);
  });

  it('is ended at once and removed when discarded', async () => {
    const { start, training, queue, store, engines } = await setUp();
    const run = await start();
    await training(run);
    await queue.discard(run);
    expect(store.runs).toEqual([]);
    expect(engines[0]?.killed).toBe(true);
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
});

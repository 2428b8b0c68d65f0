import { describe, expect, it } from 'vitest';

import { runSummary, runView } from '../../../src/dashboard/runViews';
import type { RunPhase } from '../../../src/protocol/dashboard';
import type { RunState } from '../../../src/protocol/runFolder';
import type { Run } from '../../../src/runs/run';
import { libraryOf } from '../models/libraryOf';
import {
  check,
  doneEvent,
  evaluationEvent,
  giveLeaseBack,
  log,
  logAt,
  makeStore,
  progressEvent,
  settings,
  startEvent,
  state,
  takeLease,
} from '../runs/support';

const library = libraryOf({
  id: 'embedded',
  name: 'Embedded model',
  kind: 'embedded',
  folder: 'embedded',
  version: '',
});

it('says of a base that is gone that it was removed', async () => {
  const { store } = await makeStore();
  const run = await store.create({ ...settings, base: 'imported/gone' }, state, {});
  expect(runView(run, false, library).base).toBe('a model that was removed');
});

async function makeRun(changes: Partial<RunState> = {}) {
  const { store } = await makeStore();
  const run = await store.create(settings, { ...state, ...changes }, { text: '诸葛涛' });
  return { store, run };
}

it('has a log once it has told something', async () => {
  const { store, run } = await makeRun();
  expect([runView(run, true, library), runSummary(run, true, library.active)]).toMatchObject([
    { hasLog: false },
    { hasLog: false },
  ]);
  await log(run.folder, startEvent());
  await store.refresh();
  expect([runView(run, true, library), runSummary(run, true, library.active)]).toMatchObject([
    { hasLog: true },
    { hasLog: true },
  ]);
});

describe('the phase of a run', () => {
  const phaseOf = (run: Run, atWork: boolean): RunPhase => runView(run, atWork, library).phase;

  it('goes from checking the corpus to what the run came to', async () => {
    const { store, run } = await makeRun();
    expect(phaseOf(run, true)).toBe('checking');
    await store.addCheck(run, check);
    expect(phaseOf(run, true)).toBe('starting');
    await takeLease(run.folder);
    await log(run.folder, startEvent());
    await store.refresh();
    expect(phaseOf(run, true)).toBe('starting');
    await log(run.folder, progressEvent(1));
    await store.refresh();
    expect(phaseOf(run, true)).toBe('training');
    await log(run.folder, doneEvent(false));
    await giveLeaseBack(run.folder);
    await store.refresh();
    expect(phaseOf(run, false)).toBe('done');
  });

  it('is that of getting ready when it goes on, until it has learnt another step', async () => {
    const { store, run } = await makeRun();
    await store.addCheck(run, check);
    await log(run.folder, startEvent(), progressEvent(1), doneEvent(true));
    const takenAt = Date.now() + 1;
    await takeLease(run.folder, { takenAt });
    await store.refresh();
    expect(phaseOf(run, true)).toBe('starting');
    await logAt(takenAt + 1, run.folder, startEvent(1));
    await store.refresh();
    expect(phaseOf(run, true)).toBe('starting');
    await logAt(takenAt + 2, run.folder, progressEvent(2));
    await store.refresh();
    expect(phaseOf(run, true)).toBe('training');
  });

  it.each([
    ['pausing', 'pause'],
    ['stopping', 'stop'],
  ] as const)('is %s until the engine has done as wished', async (phase, wish) => {
    const { store, run } = await makeRun({ wish });
    await takeLease(run.folder);
    await store.refresh();
    expect(phaseOf(run, true)).toBe(phase);
  });
});

describe('a run in view', () => {
  it('shows the base model before, the best so far after, and its curves', async () => {
    const { store, run } = await makeRun();
    await store.addCheck(run, check);
    await takeLease(run.folder);
    await log(run.folder, startEvent(), evaluationEvent(0, false), progressEvent(1), evaluationEvent(1));
    await store.refresh();
    expect(runView(run, true, library)).toMatchObject({
      name: 'notes',
      corpus: 'notes.md',
      base: 'Embedded model',
      report: { sentences: 3, terms: ['诸葛涛'] },
      place: { device: 'cpu' },
      progress: { step: 1, totalSteps: 10 },
      trainingLoss: [{ step: 1, loss: 9 }],
      validationLoss: [{ step: 0 }, { step: 1 }],
      before: { top1: 0.5 },
      after: { top1: 0.5 },
    });
  });

  it('says which words that the person has named are none, as soon as it has begun', async () => {
    const { store, run } = await makeRun();
    const reason = '“江防策” is none of your words.';
    await store.addCheck(run, check);
    await log(run.folder, { ...startEvent(), skipped: [{ reason }] });
    await store.refresh();
    expect(runView(run, false, library).report).toMatchObject({ skipped: [{ reason }] });
  });

  it('says how many seconds it has taken', async () => {
    const { store, run } = await makeRun();
    await logAt(1_000, run.folder, startEvent());
    await logAt(31_000, run.folder, progressEvent(1));
    await store.refresh();
    expect(runView(run, true, library).elapsedSeconds).toBe(30);
  });

  it('says where its figures are of what it learnt', async () => {
    const { store, run } = await makeRun();
    await store.addCheck(run, { ...check, checkedOnItself: true });
    await log(run.folder, { ...startEvent(), checkedOnItself: true }, doneEvent(false));
    await store.refresh();
    expect(runView(run, false, library).report).toMatchObject({ checkedOnItself: true });
    expect(runSummary(run, false, library.active).gain).toMatchObject({ checkedOnItself: true });
  });

  it('says why a graphics card does not compute it any more', async () => {
    const { store, run } = await makeRun();
    const problem = 'The graphics card failed. The processor computes instead.';
    await log(run.folder, startEvent(), { ...startEvent(2), deviceProblem: problem });
    await store.change(run, {});
    expect(runView(run, false, library).place).toEqual({ device: 'cpu', problem });
  });

  it('tells the next step of a failure', async () => {
    const { run } = await makeRun({ problem: 'The file is empty.' });
    expect(runSummary(run, false, library.active).problem).toEqual({
      message: 'The file is empty.',
      nextSteps: [
        { type: 'openCorpus', run: run.id },
        { type: 'retry', run: run.id },
      ],
    });
  });

  it('offers to resume what failed after it had begun', async () => {
    const { store, run } = await makeRun();
    const message = 'The disk of “/runs/1” is full. Make room and try again.';
    await log(run.folder, startEvent(), progressEvent(1), { type: 'failed', message });
    await store.refresh();
    expect(runView(run, false, library)).toMatchObject({
      phase: 'failed',
      problem: {
        message,
        nextSteps: [
          { type: 'resume', run: run.id },
          { type: 'retry', run: run.id },
        ],
      },
    });
  });

  it('does not offer to resume what would fail once more', async () => {
    const { store, run } = await makeRun();
    const message = 'Training got out of control.';
    await log(run.folder, startEvent(), progressEvent(1), { type: 'failed', message, final: true });
    await store.refresh();
    expect(runView(run, false, library).problem).toEqual({
      message,
      nextSteps: [{ type: 'retry', run: run.id }],
    });
  });

  it('offers the text as well when a run that had begun does not find it any more', async () => {
    const { store } = await makeStore();
    const run = await store.create(
      { ...settings, corpus: { label: 'notes.md', files: ['/notes.md'] } },
      state,
      {},
    );
    await log(run.folder, startEvent(), { type: 'failed', message: 'There is no “/notes.md”.' });
    await store.refresh();
    const steps = runView(run, false, library).problem?.nextSteps.map(({ type }) => type);
    expect(steps).toEqual(['openCorpus', 'resume', 'retry']);
  });

  it('offers to resume what a crash interrupted', async () => {
    const { store, run } = await makeRun({ problem: 'The engine stopped.' });
    await log(run.folder, startEvent());
    await store.change(run, {});
    expect(runView(run, false, library).problem?.nextSteps[0]).toEqual({ type: 'resume', run: run.id });
  });

  it('has a gain when it has come to an end', async () => {
    const { store, run } = await makeRun();
    expect(runSummary(run, false, library.active).gain).toBeUndefined();
    await log(run.folder, startEvent(), doneEvent(false));
    await store.change(run, {});
    expect(runSummary(run, false, library.active).gain?.after.top1).toBe(0.5);
  });
});

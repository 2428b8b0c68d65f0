import { expect, it } from 'vitest';

import { DependantRuns } from '../../../src/runs/dependantRuns';
import type { Run } from '../../../src/runs/run';
import { resultId } from '../../../src/runs/runResults';
import type { RunStore } from '../../../src/runs/runStore';
import { doneEvent, log, makeStore, progressEvent, settings, startEvent, state } from './support';

const base = 'imported/tiny';

async function learn(store: RunStore, model: string): Promise<Run> {
  const run = await store.create({ ...settings, base: model }, { ...state, wish: 'stop' }, {});
  await log(run.folder, startEvent(), progressEvent(1), doneEvent(false));
  await store.refresh();
  return run;
}

it('a model is at work while a run that starts from it can go on', async () => {
  const { store } = await makeStore();
  const dependants = new DependantRuns(store);
  const run = await store.create({ ...settings, base }, { ...state, wish: 'pause' }, {});
  expect(dependants.areAtWorkOn(base)).toBe(true);
  expect(dependants.areAtWorkOn('imported/other')).toBe(false);
  await store.change(run, { wish: 'run' }); // interrupted, as nobody has it at work
  expect(dependants.areAtWorkOn(base)).toBe(true);
  await log(run.folder, startEvent(), doneEvent(true));
  await store.change(run, { wish: 'stop' });
  expect(dependants.areAtWorkOn(base)).toBe(false);
});

it('a model is at work while a run on top of what was learnt from it can go on', async () => {
  const { store } = await makeStore();
  const dependants = new DependantRuns(store);
  const run = await learn(store, base);
  expect(dependants.areAtWorkOn(base)).toBe(false);
  await store.create({ ...settings, base: resultId(run.id) }, { ...state, wish: 'pause' }, {});
  expect(dependants.areAtWorkOn(base)).toBe(true);
});

it('what was learnt on top of a model is known, also through another result', async () => {
  const { store } = await makeStore();
  const dependants = new DependantRuns(store);
  const first = await learn(store, base);
  const further = await learn(store, resultId(first.id));
  await store.create({ ...settings, base }, state, {}); // it has learnt nothing yet
  expect(dependants.learntOn(base)).toEqual([resultId(first.id), resultId(further.id)]);
  expect(dependants.learntOn(resultId(further.id))).toEqual([]);
});

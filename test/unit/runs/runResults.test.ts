import { expect, it } from 'vitest';

import { finalResultOf, resultOf } from '../../../src/runs/runResults';
import { doneEvent, log, makeStore, settings, startEvent, state } from './support';

const failure = { type: 'failed', message: 'It was begun with another text.' } as const;

it.each([
  ['is done', 'run', [doneEvent(false)], { isBase: true, isTaken: true }],
  ['was stopped', 'stop', [doneEvent(true)], { isBase: true, isTaken: false }],
  ['is paused', 'pause', [doneEvent(true)], { isBase: false, isTaken: false }],
  [
    'was paused and could not be resumed',
    'run',
    [doneEvent(true), failure],
    { isBase: false, isTaken: false },
  ],
] as const)(
  'a run that %s is taken up by completions, and as a base, as it should be',
  async (_, wish, events, { isBase, isTaken }) => {
    const { store } = await makeStore();
    const run = await store.create(settings, { ...state, wish }, {});
    await log(run.folder, startEvent(), ...events);
    await store.refresh();
    expect(resultOf(run)?.words).toEqual(startEvent().terms);
    expect(resultOf(run)?.unfinished).toBe(isBase ? undefined : true);
    expect(finalResultOf(run) !== undefined).toBe(isTaken);
  },
);

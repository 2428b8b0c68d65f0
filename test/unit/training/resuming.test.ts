import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import type * as Terms from '../../../src/core/masking/terms';
import type { TrainingEvent } from '../../../src/core/training/events';
import { fineTune } from '../../../src/core/training/fineTune';
import type { FineTuneRequest } from '../../../src/core/training/request';
import { temporaryFolder } from '../modelFiles/temporaryFolder';
import { tinyRequest } from './tinyRequest';

/** What is found in the text, which depends on the dictionary of the system. */
let found: string[];

vi.mock('../../../src/core/masking/terms', (): Partial<typeof Terms> => ({ findTerms: () => found }));

const folder = temporaryFolder();

/** @param stopAt the event at which the run is stopped */
async function train(request: Partial<FineTuneRequest>, stopAt?: TrainingEvent['type']) {
  const stopping = new AbortController();
  const events: TrainingEvent[] = [];
  await fineTune(
    {
      ...tinyRequest(join(folder.path, 'result')),
      ...request,
    },
    (event) => {
      events.push(event);
      if (event.type === stopAt) stopping.abort();
    },
    stopping.signal,
  );
  return events;
}

beforeEach(async () => {
  found = ['三丁'];
  await train({}, 'checkpoint');
});

it('a run goes on with the words that were found when it was begun, whatever would be found by now', async () => {
  found = ['七下'];
  const events = await train({ resume: true });
  expect(events[0]).toMatchObject({ type: 'start', terms: ['三丁'], resumedAt: 2 });
  expect(events.at(-1)).toMatchObject({ type: 'done', stopped: false });
});

it('a run that is started again looks for them anew', async () => {
  found = ['七下'];
  const [start] = await train({}, 'checkpoint');
  expect(start).toMatchObject({ terms: ['七下'] });
});

it.each([{ moreTerms: ['七下'] }, { terms: ['七下'] }])(
  'a run does not go on with other words: %j',
  async (request) => {
    await expect(train({ resume: true, ...request })).rejects.toThrow(
      'was begun with other words of your own.',
    );
  },
);

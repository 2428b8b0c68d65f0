import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { Rest } from '../../../src/core/rest';
import type { TrainingEvent } from '../../../src/core/training/events';
import { fineTune } from '../../../src/core/training/fineTune';
import { Pace } from '../../../src/core/training/pace';
import { temporaryFolder } from '../modelFiles/temporaryFolder';
import { tinyRequest } from './tinyRequest';

const folder = temporaryFolder();

/** A rest that ends when a test says so, and counts the graphs that have asked for its end. */
class OpenRest extends Rest {
  asked = 0;
  private end: () => void = () => undefined;
  private goingOn = Promise.resolve();

  begin(): void {
    this.asked = 0;
    this.goingOn = new Promise((resolve) => (this.end = resolve));
  }

  finish(): void {
    this.end();
  }

  override over(): Promise<void> {
    this.asked++;
    return this.goingOn;
  }
}

/** Turns of the event loop; a graph takes a few, however long each is. */
const turnsOfManyGraphs = 200;

it('a run makes no step during a rest, and goes on after it', async () => {
  vi.spyOn(Pace.prototype, 'isTimeToTell').mockReturnValue(true); // of each step
  const rest = new OpenRest();
  const events: TrainingEvent[] = [];
  let hasBegun: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (hasBegun = resolve));
  const run = fineTune(
    tinyRequest(join(folder.path, 'result')),
    (event) => {
      events.push(event);
      if (event.type !== 'progress' || event.step !== 1) return;
      rest.begin();
      hasBegun();
    },
    new AbortController().signal,
    { rest },
  );
  await begun;
  for (let turns = 0; turns < turnsOfManyGraphs; turns++) await turn();
  const { asked } = rest;
  const last = events.at(-1);
  rest.finish();
  await run;
  expect(asked).toBe(1); // had that graph run, the next one would have asked, too
  expect(last).toMatchObject({ type: 'progress', step: 1 });
  expect(rest.asked).toBeGreaterThan(1);
  expect(events.at(-1)).toMatchObject({ type: 'done' });
});

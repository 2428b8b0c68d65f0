import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Rest } from '../../../src/core/rest';
import type { TrainingEvent } from '../../../src/core/training/events';
import { fineTune } from '../../../src/core/training/fineTune';
import { temporaryFolder } from '../modelFiles/temporaryFolder';
import { tinyRequest } from './tinyRequest';

const folder = temporaryFolder();

/** A rest that ends when a test says so. */
class OpenRest extends Rest {
  private end: () => void = () => undefined;
  private goingOn = Promise.resolve();

  begin(): void {
    this.goingOn = new Promise((resolve) => (this.end = resolve));
  }

  finish(): void {
    this.end();
  }

  override over(): Promise<void> {
    return this.goingOn;
  }
}

it('a run makes no step during a rest, and goes on after it', async () => {
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
  await sleep(300); // longer than all steps would take
  expect(events.at(-1)).toMatchObject({ type: 'progress', step: 1 });
  rest.finish();
  await run;
  expect(events.at(-1)).toMatchObject({ type: 'done' });
});

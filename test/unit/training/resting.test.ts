import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Rest } from '../../../src/core/rest';
import type { TrainingEvent } from '../../../src/core/training/events';
import { fineTune } from '../../../src/core/training/fineTune';
import { tinyModel } from '../bert/pytorchOracle';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

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
    {
      text: { name: 'text.txt', content: '三丁上万\n七下不与丑\n三七上下不丁\n万丈中丰\n' },
      base: tinyModel,
      out: join(folder.path, 'result'),
      method: 'lora',
      steps: 12,
      device: 'cpu',
    },
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

import { setImmediate as turn } from 'node:timers/promises';

import { expect, it } from 'vitest';

import { EndableWork } from '../../../src/engine/endableWork';

const never = new AbortController().signal;

/** Takes a while to clear away when it is ended. */
async function untilEnded(signal: AbortSignal, log: string[]): Promise<void> {
  while (!signal.aborted) await turn();
  await turn();
  log.push('cleared away');
  signal.throwIfAborted();
}

it('is ended all together, and only then has it ended', async () => {
  const log: string[] = [];
  const work = new EndableWork();
  const pieces = [1, 2].map(() => work.do((signal) => untilEnded(signal, log), never));
  const settled = Promise.allSettled(pieces);
  await work.end();
  expect(log).toEqual(['cleared away', 'cleared away']);
  expect(await settled).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
});

it('is ended by the signal of its own', async () => {
  const [ending, work] = [new AbortController(), new EndableWork()];
  const ended = work.do((signal) => untilEnded(signal, []), ending.signal);
  const other = work.do(() => turn('done'), never);
  ending.abort();
  await expect(ended).rejects.toThrow(/abort/);
  expect(await other).toBe('done');
});

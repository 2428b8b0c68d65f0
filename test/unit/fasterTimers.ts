import type * as Timers from 'node:timers/promises';
import { vi } from 'vitest';

/** How many times as fast time passes for whoever sleeps. */
const speed = 20;

/** Stands in for `node:timers/promises` in tests of what sleeps for seconds. */
export async function timers(): Promise<typeof Timers> {
  const original = await vi.importActual<typeof Timers>('node:timers/promises');
  return {
    ...original,
    setTimeout: (milliseconds = 0, ...others) => original.setTimeout(milliseconds / speed, ...others),
  };
}

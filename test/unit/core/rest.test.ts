import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Rest } from '../../../src/core/rest';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Milliseconds until work may go on, when a rest is wished for at these times. */
async function workAfter(wishes: readonly number[]): Promise<number> {
  const rest = new Rest();
  for (const time of wishes) {
    setTimeout(() => {
      rest.ask();
    }, time);
  }
  await vi.advanceTimersByTimeAsync(wishes[0] ?? 0);
  const began = performance.now();
  let waited = Infinity;
  void rest.over().then(() => (waited = performance.now() - began));
  await vi.advanceTimersByTimeAsync(60_000);
  return waited;
}

describe('a rest', () => {
  it('is none that nobody has wished for', async () => {
    expect(await workAfter([])).toBe(0);
  });

  it('is over a moment after the wish', async () => {
    expect(await workAfter([0])).toBe(Rest.shortest);
  });

  it('goes on as long as it is wished for', async () => {
    expect(await workAfter([0, 200, 400])).toBe(400 + Rest.shortest);
  });

  it('does not go on forever', async () => {
    const wishes = Array.from({ length: 600 }, (_, index) => index * 100);
    expect(await workAfter(wishes)).toBe(Rest.longest);
  });

  it('can be wished for again when it is over', async () => {
    expect(await workAfter([0, 10_000])).toBe(Rest.shortest);
  });
});

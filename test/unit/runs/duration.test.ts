import { describe, expect, it } from 'vitest';

import { formatDuration } from '../../../src/runs/duration';

describe('formatDuration', () => {
  it.each([
    [1, '5 seconds'],
    [42, '40 seconds'],
    [170, '3 minutes'],
    [7_000, '2 hours'],
  ])('says %d seconds as %s', (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words);
  });
});

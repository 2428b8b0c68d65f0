import { describe, expect, it } from 'vitest';

import { formatDuration } from '../../../src/runs/duration';
import { lineNamedIn } from '../../../src/runs/problemPlace';

describe('formatDuration', () => {
  it.each([
    [1, '5 seconds'],
    [42, '40 seconds'],
    [200, '3 minutes'],
    [7_000, '2 hours'],
  ])('says %d seconds as %s', (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words);
  });
});

describe('lineNamedIn', () => {
  it.each([
    ['“a.json” is not proper JSON: see line 12, column 3.', 11],
    ['“a.json”不是正确的 JSON：见第 12 行第 3 列。', 11],
    ['Line 2 of “a.csv” is not a row.', 1],
    ['“a.txt” is empty.', undefined],
  ])('finds the line that %s names', (message, line) => {
    expect(lineNamedIn(message)).toBe(line);
  });
});

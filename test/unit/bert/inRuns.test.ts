import { expect, test } from 'vitest';
import { inRuns } from '../../../src/core/bert/inRuns';

/** The lengths of the rows of each run, of rows with a slot each. */
function runsOf(lengths: readonly number[]): number[][] {
  const rows = lengths.map((length) => ({ ids: new Int32Array(length), positions: Int32Array.of(0) }));
  return Array.from(inRuns(rows), (run) => run.map(({ ids }) => ids.length));
}

test('rows of like length are read two thousand tokens at a time', () => {
  const runs = runsOf(Array.from({ length: 20 }, () => 512));
  expect(runs.map((run) => run.length)).toEqual([4, 4, 4, 4, 4]);
});

test('a long row is not read together with as many short ones as attention would have to pad', () => {
  const lengths = [...Array.from({ length: 200 }, () => 8), 400, ...Array.from({ length: 200 }, () => 8)];
  const runs = runsOf(lengths);
  expect(runs.flat()).toEqual(lengths);
  for (const run of runs) expect(run.length * Math.max(...run) ** 2).toBeLessThanOrEqual(4 * 800 ** 2);
});

test('a row is read by itself, however long it is', () => {
  expect(runsOf([4000])).toEqual([[4000]]);
});

test('rows without a slot are left out', () => {
  const rows = [{ ids: new Int32Array(4), positions: new Int32Array() }];
  expect([...inRuns(rows)]).toEqual([]);
});

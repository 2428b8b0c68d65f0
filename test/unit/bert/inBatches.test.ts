import { expect, test } from 'vitest';
import { inBatches } from '../../../src/core/bert/inBatches';

/** The lengths of the rows of each batch, of rows with a slot each. */
function batchesOf(lengths: readonly number[]): number[][] {
  const rows = lengths.map((length) => ({ ids: new Int32Array(length), positions: Int32Array.of(0) }));
  return Array.from(inBatches(rows), (batch) => batch.map(({ ids }) => ids.length));
}

test('rows of like length are read two thousand tokens at a time', () => {
  const batches = batchesOf(Array.from({ length: 20 }, () => 512));
  expect(batches.map((batch) => batch.length)).toEqual([4, 4, 4, 4, 4]);
});

test('a long row is not read together with as many short ones as attention would have to pad', () => {
  const lengths = [...Array.from({ length: 200 }, () => 8), 400, ...Array.from({ length: 200 }, () => 8)];
  const batches = batchesOf(lengths);
  expect(batches.flat()).toEqual(lengths);
  for (const batch of batches)
    expect(batch.length * Math.max(...batch) ** 2).toBeLessThanOrEqual(4 * 800 ** 2);
});

test('a row is read by itself, however long it is', () => {
  expect(batchesOf([4000])).toEqual([[4000]]);
});

test('rows without a slot are left out', () => {
  const rows = [{ ids: new Int32Array(4), positions: new Int32Array() }];
  expect([...inBatches(rows)]).toEqual([]);
});

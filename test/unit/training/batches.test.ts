import { describe, expect, test } from 'vitest';
import type { Example } from '../../../src/core/corpus/examples';
import { randomFor } from '../../../src/core/random';
import { BatchOrder, epochOf, stepsOf } from '../../../src/core/training/batches';

const random = randomFor(3, 'lengths');
const examples = Array.from({ length: 500 }, (): Example => {
  return { text: '', ids: new Int32Array(3 + random.below(60)), starts: new Int32Array() };
});

const lengthOf = (index: number): number => examples[index]?.ids.length ?? NaN;

describe('an epoch', () => {
  const batches = epochOf(examples, 320, 1, 0);

  test('has every example once', () => {
    expect(batches.flat().sort((a, b) => a - b)).toEqual(examples.map((_, index) => index));
  });

  test('keeps within the tokens of a batch, each example counted as the longest', () => {
    for (const batch of batches)
      expect(batch.length * Math.max(...batch.map(lengthOf))).toBeLessThanOrEqual(320);
  });

  test('pads little', () => {
    const padded = batches.reduce((sum, batch) => sum + batch.length * Math.max(...batch.map(lengthOf)), 0);
    const tokens = examples.reduce((sum, { ids }) => sum + ids.length, 0);
    expect(padded / tokens).toBeLessThan(1.25);
  });

  test('has another order than the next one', () => {
    expect(epochOf(examples, 320, 1, 1)).not.toEqual(batches);
  });

  test('takes an example alone that is longer than a batch', () => {
    expect(epochOf(examples, 8, 1, 0)).toHaveLength(examples.length);
  });
});

test('a step has the same batch whether the steps before it were taken or not', () => {
  const steady = new BatchOrder(examples, 320, 1);
  const all = Array.from({ length: 200 }, (_, step) => steady.at(step));
  const resumed = new BatchOrder(examples, 320, 1);
  expect(Array.from({ length: 60 }, (_, step) => resumed.at(140 + step))).toEqual(all.slice(140));
});

test('so many passes as are asked for see every example as often', () => {
  const order = new BatchOrder(examples, 320, 1);
  const steps = stepsOf(3, examples, 320, 1);
  const seen = Array.from({ length: steps }, (_, step) => order.at(step).batch).flat();
  for (const index of examples.keys()) expect(seen.filter((each) => each === index)).toHaveLength(3);
  expect(stepsOf(0.5, examples, 320, 1)).toBe(Math.round(epochOf(examples, 320, 1, 0).length / 2));
});

test('a million passes are counted without making them', () => {
  const steps = stepsOf(100, examples, 320, 1);
  expect(stepsOf(1e6, examples, 320, 1)).toBe(1e4 * steps);
  expect(stepsOf(150, examples, 320, 1)).toBe(Math.round(1.5 * steps));
});

import { expect, test } from 'vitest';
import { learningRateShare } from '../../../src/core/training/schedule';

const shares = Array.from({ length: 100 }, (_, step) => learningRateShare(step, 100, 10));

test('the learning rate rises in even steps to its peak', () => {
  shares.slice(0, 10).forEach((share, step) => {
    expect(share).toBeCloseTo((step + 1) / 11);
  });
  expect(shares[10]).toBe(1);
});

test('then it falls in even steps, and is never zero', () => {
  shares.slice(10).forEach((share, step) => {
    expect(share).toBeCloseTo(1 - step / 90);
  });
  expect(shares.at(-1)).toBeGreaterThan(0);
});

import { expect, test } from 'vitest';
import { randomFor } from '../../../src/core/random';
import { isWorse } from '../../../src/core/training/pairedTest';
import { normal } from '../../support/normal';

const random = randomFor(1, 'losses');
const noisy = (count: number, offset: number): number[] =>
  Array.from({ length: count }, () => offset + normal(random));

test('many sentences tell a small loss of quality', () => {
  expect(isWorse(noisy(4000, 2.2), noisy(4000, 2))).toBe(true);
});

test('a few sentences do not tell it from chance', () => {
  expect(isWorse(noisy(10, 2.2), noisy(10, 2))).toBe(false);
});

test.each([1, 2, 9])('%i sentences tell nothing, however alike they are', (count) => {
  const losses = Array.from({ length: count }, () => 2);
  expect(
    isWorse(
      losses.map((loss) => loss + 1),
      losses,
    ),
  ).toBe(false);
});

test('lower losses are not worse, nor are the same', () => {
  const losses = noisy(100, 2);
  expect(
    isWorse(
      losses.map((loss) => loss - 0.5),
      losses,
    ),
  ).toBe(false);
  expect(isWorse(losses, losses)).toBe(false);
});

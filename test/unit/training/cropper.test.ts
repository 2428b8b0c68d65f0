import { expect, test } from 'vitest';
import type { MaskedExample } from '../../../src/core/masking/masker';
import { randomFor } from '../../../src/core/random';
import { Cropper } from '../../../src/core/training/cropper';
import { cls, mask, sep } from './sentence';

const draws = 2000;
const comma = 50;
const cropper = new Cropper({
  encode: () => ({ ids: [comma], starts: [0], ends: [1] }),
  special: { pad: 0, unk: 4, cls, sep, mask },
});

/** Eight clauses of seven tokens and a comma each: 100 … 106, 110 … 116, … */
const clauses = Array.from({ length: 8 }, (_, clause) => [
  ...Array.from({ length: 7 }, (_token, index) => 100 + 10 * clause + index),
  comma,
]).flat();

/** Those clauses with the first two tokens of some of them masked. */
function masked(...starts: number[]): MaskedExample {
  const ids = Int32Array.of(cls, ...clauses, sep);
  const positions = Int32Array.from(starts.flatMap((start) => [1 + start, 2 + start]));
  const targets = positions.map((position) => ids[position] ?? 0);
  for (const position of positions) ids[position] = mask;
  return { ids, positions, targets };
}

function crops(example: MaskedExample): MaskedExample[] {
  const random = randomFor(0, 'crop');
  return Array.from({ length: draws }, () => cropper.crop(example, random));
}

const textOf = ({ ids }: MaskedExample): string => ids.subarray(1, -1).join();

test('a crop is a part of the text around a masked word, with its targets', () => {
  const example = masked(32);
  for (const crop of crops(example)) {
    expect([crop.ids[0], crop.ids.at(-1)]).toEqual([cls, sep]);
    expect(Array.from(crop.positions, (position) => crop.ids[position])).toEqual([mask, mask]);
    expect(crop.targets).toEqual(example.targets);
    expect(textOf(example)).toContain(textOf(crop));
  }
});

test('a crop begins or ends with a clause in half of the cases, at most three clauses away, else at any token near', () => {
  const parts = crops(masked(32)).filter(({ ids }) => ids.length < clauses.length + 2);
  const lengths = parts.map(({ positions }) => (positions[0] ?? 0) - 1);
  const shareOf = (length: number): number => lengths.filter((each) => each === length).length / draws;
  for (const clause of [0, 8, 16]) expect(shareOf(clause)).toBeGreaterThan(0.5 / 3 - 0.03);
  for (const token of [3, 7, 11]) expect(shareOf(token)).toBeGreaterThan(0.02);
  expect(Math.max(...lengths)).toBe(16);
});

test('a crop asks for one of several masked words, and for others that are wholly within it', () => {
  const asked = crops(masked(0, 32, 40)).map(({ targets }) => targets.join());
  const [first, second, third] = ['100,101', '140,141', '150,151'];
  expect(new Set(asked)).toEqual(
    new Set([first, second, third, `${second},${third}`, `${first},${second},${third}`]),
  );
  expect(asked.filter((words) => words === second || words === third).length).toBeGreaterThan(draws / 4);
});

test('a text of nothing but masked words is shown whole', () => {
  const whole = {
    ids: Int32Array.of(cls, mask, sep),
    positions: Int32Array.of(1),
    targets: Int32Array.of(7),
  };
  expect(crops(whole)).toEqual(Array.from({ length: draws }, () => whole));
});

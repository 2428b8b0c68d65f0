import { describe, expect, test } from 'vitest';
import type { MaskedExample } from '../../../src/core/masking/masker';
import { randomFor } from '../../../src/core/random';
import { transplanted, withGap, withNoise } from '../../../src/core/training/variations';
import { cls, mask, sentence, sep } from './sentence';

const draws = 2000;

/** Tokens 100 … 119 between [CLS] and [SEP], of which 105 and 106 are masked. */
const example = (): MaskedExample => ({
  ids: Int32Array.of(cls, 100, 101, 102, 103, 104, mask, mask, 107, 108, 109, 110, sep),
  positions: Int32Array.of(6, 7),
  targets: Int32Array.of(105, 106),
});

/** Sentences whose tokens are all above 1000. */
const plain = [sentence(1001, 1002, 1003), sentence(1004)];

describe('noise', () => {
  const noisy = (rate: number, seed: number) => withNoise(example(), plain, rate, randomFor(seed, 'noise'));

  test('of rate 0 changes nothing', () => {
    expect(noisy(0, 0)).toEqual(example());
  });

  test('of rate 1 leaves nothing but the masks and the ends', () => {
    const { ids, positions, targets } = noisy(1, 0);
    const { ids: before } = example();
    expect([positions, targets]).toEqual([example().positions, example().targets]);
    ids.forEach((id, position) => {
      const isFixed = position === 0 || position === ids.length - 1 || positions.includes(position);
      if (isFixed) expect(id).toBe(before[position]);
      else expect(id).toBeGreaterThan(1000);
    });
  });

  test('replaces as many tokens as its rate says', () => {
    let replaced = 0;
    for (let seed = 0; seed < draws; seed++) {
      replaced += noisy(0.3, seed).ids.filter((id) => id > 1000).length;
    }
    const tokens = 9;
    expect(Math.abs(replaced / draws / tokens - 0.3)).toBeLessThan(0.02);
  });
});

describe('a transplanted word', () => {
  test('is masked in part, never as a whole', () => {
    const word = Int32Array.of(50, 51, 52);
    const random = randomFor(0, 'transplant');
    for (let draw = 0; draw < draws; draw++) {
      const other = sentence(1001, 1002, 1003, 1004);
      const { ids, positions, targets } = transplanted(word, other, mask, random);
      expect(positions.length).toBeGreaterThan(0);
      expect(positions.length).toBeLessThan(word.length);
      const restored = ids.slice();
      positions.forEach((position, index) => (restored[position] = targets[index] ?? 0));
      expect(restored.join()).toContain(word.join());
    }
  });
});

test('a gap is a run of masks anywhere in a sentence, as long as words are', () => {
  const example = sentence(100, 101, 102, 103, 104, 105);
  const random = randomFor(0, 'gap');
  const seen = new Set<string>();
  for (let draw = 0; draw < 500; draw++) {
    const { ids, positions, targets } = withGap(example, mask, random);
    const [start = 0] = positions;
    expect([...positions]).toEqual(Array.from(positions, (_, index) => start + index));
    expect([...ids.subarray(start, start + positions.length)]).toEqual(Array.from(positions, () => mask));
    const restored = ids.slice();
    restored.set(targets, start);
    expect(restored).toEqual(example.ids);
    seen.add(`${start}, ${positions.length}`);
  }
  expect(seen.size).toBe(5 + 4 + 3);
});

test('a sentence that is shorter than a gap is masked whole', () => {
  const { ids } = withGap(sentence(100), mask, randomFor(0, 'gap'));
  expect([...ids]).toEqual([cls, mask, sep]);
});

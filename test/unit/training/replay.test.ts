import { expect, test } from 'vitest';
import { randomFor } from '../../../src/core/random';
import { withGap } from '../../../src/core/training/replay';
import { cls, mask, sentence, sep } from './sentence';

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

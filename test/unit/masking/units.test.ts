import { expect, it } from 'vitest';

import { matcherOf } from '../../../src/core/masking/termMatcher';
import { unitsOf } from '../../../src/core/masking/units';
import { exampleOf } from './examples';

it.each([
  { terms: [], words: ['诸葛', '亮相', '助'] },
  { terms: ['诸葛亮'], words: ['诸葛亮', '相助'] },
])('what lies beside a term is cut for itself: $words', ({ terms, words }) => {
  const example = exampleOf('诸葛亮相助');
  const units = unitsOf(example, matcherOf(terms));
  expect(units.map(({ start, end }) => example.text.slice(start - 1, end - 1))).toEqual(words);
});

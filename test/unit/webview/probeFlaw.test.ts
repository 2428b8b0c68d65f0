import { describe, expect, it } from 'vitest';
import { flawOf } from '../../../webview/logic/probeFlaw';

const slots = (count: number): string => '[MASK]'.repeat(count);

describe('a sentence to be filled', () => {
  it.each([
    ['the longest gap', `三国人物${slots(8)}。`],
    ['the most slots', `三国人物${slots(8)}。`.repeat(4)],
  ])('may have %s', (_, sentence) => {
    expect(flawOf(sentence)).toBeUndefined();
  });

  it.each([
    ['no gap', '三国人物诸葛涛', /^There is no gap in this sentence yet/],
    ['too long a gap', `三国人物${slots(5)} ${slots(4)}`, /^A gap of 9 neighbouring .* at most 8/],
    ['too many slots', '三[MASK]。'.repeat(33), /^This sentence has 33 .* than the 32/],
  ])('is told what is wrong where it has %s', (_, sentence, flaw) => {
    expect(flawOf(sentence)).toMatch(flaw);
  });
});

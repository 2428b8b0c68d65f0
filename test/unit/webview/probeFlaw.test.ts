import { describe, expect, it } from 'vitest';
import { flawsOf } from '../../../webview/logic/probeFlaw';

const slots = (count: number): string => '[MASK]'.repeat(count);

describe('a sentence to be filled', () => {
  it.each([
    ['the longest gap', `三国人物${slots(8)}。`],
    ['the most slots', `三国人物${slots(8)}。`.repeat(4)],
  ])('may have %s', (_, sentence) => {
    expect(flawsOf([sentence])).toEqual([undefined]);
  });

  it.each([
    ['no gap', '三国人物诸葛涛', /^There is no gap in this sentence yet/],
    ['too long a gap', `三国人物${slots(5)} ${slots(4)}`, /^A gap of 9 neighbouring .* at most 8/],
    ['too many slots', '三[MASK]。'.repeat(33), /^This sentence has 33 .* than the 32/],
  ])('is told what is wrong where it has %s', (_, sentence, flaw) => {
    expect(flawsOf([sentence])).toEqual([expect.stringMatching(flaw)]);
  });

  it('is told apart from the others, of which an empty one has no flaw', () => {
    const [flawed, flawless] = ['三国人物', '三国人物[MASK]'];
    const flaws = flawsOf([flawless, ' ', flawed, flawless]);
    expect(flaws).toEqual([undefined, undefined, expect.stringMatching(/no gap/), undefined]);
  });
});

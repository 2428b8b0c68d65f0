import { isSound } from '../masking/grammar';
import type { Tokenizer } from '../tokenizer/tokenizer';
import type { TokenTest } from './cutWords';
import type { Gap } from './gaps';

/** Three neighbours that a token may be one of, by their distances from it. */
const triples = [
  [-2, -1],
  [-1, 1],
  [1, 2],
] as const;

/**
 * Tells whether a token in a slot is the third of the same in a row, such as 左左左. Where a model knows no word, each slot
 * echoes what it has read nearby, and the same in the others makes it sure. Laughter is written like that.
 *
 * @param gapOf the gap of each slot.
 */
export function echoFinder(gapOf: readonly Gap[], tokenizer: Pick<Tokenizer, 'token'>): TokenTest {
  return (tokens, slot, token) => {
    const isSame = (distance: number): boolean =>
      tokens[slot + distance] === token && gapOf[slot + distance] === gapOf[slot];
    return triples.some((others) => others.every(isSame)) && !isSound(tokenizer.token(token).repeat(2));
  };
}

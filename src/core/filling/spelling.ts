import { isAlphabetic } from '../masking/alphabetic';
import { isContinuation } from '../masking/vocabulary';
import type { ClozeText, Gap } from './gaps';

/** The text with its gaps filled. */
export function spell({ text, gaps }: ClozeText, fillings: readonly string[]): string {
  let filled = '';
  let offset = 0;
  for (const [index, gap] of gaps.entries()) {
    filled += text.slice(offset, gap.start) + (fillings[index] ?? '');
    offset = gap.end;
  }
  return filled + text.slice(offset);
}

/**
 * What the slots of one gap are filled with, written as a person writes it: Chinese runs on; `##` pieces join the word before; alphabetic words are kept
 * apart by a space.
 *
 * @param tokens of all slots of the text
 */
export function spellGap({ first, length }: Gap, tokens: readonly string[]): string {
  let spelt = '';
  for (const token of tokens.slice(first, first + length)) {
    if (isContinuation(token)) spelt += token.slice(2);
    else if (isAlphabetic(token) && isAlphabetic(spelt.slice(-1))) spelt += ` ${token}`;
    else spelt += token;
  }
  return spelt;
}

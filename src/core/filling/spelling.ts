import { isAlphabetic } from '../masking/alphabetic';
import { isContinuation } from '../masking/vocabulary';
import type { ClozeText, Gap } from './gaps';

/** The text with its slots filled, written as a person writes it. */
export function spell({ text, gaps }: ClozeText, tokens: readonly string[]): string {
  let filled = '';
  let offset = 0;
  for (const gap of gaps) {
    filled += text.slice(offset, gap.start) + spellGap(gap, tokens);
    offset = gap.end;
  }
  return filled + text.slice(offset);
}

/**
 * What the slots of one gap are filled with: Chinese runs on; `##` pieces join the word before; alphabetic words are kept
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

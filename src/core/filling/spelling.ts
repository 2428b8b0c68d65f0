import { isAlphabetic } from '../masking/alphabetic';
import { isContinuation } from '../masking/vocabulary';
import type { ClozeText } from './gaps';

/** The text with its slots filled, written as a person writes it. */
export function spell({ text, gaps }: ClozeText, tokens: readonly string[]): string {
  let filled = '';
  let offset = 0;
  for (const { start, end, first, length } of gaps) {
    filled += text.slice(offset, start) + spellGap(tokens.slice(first, first + length));
    offset = end;
  }
  return filled + text.slice(offset);
}

/** Chinese runs on; `##` pieces join the word before; alphabetic words are kept apart by a space. */
function spellGap(tokens: readonly string[]): string {
  let spelt = '';
  for (const token of tokens) {
    if (isContinuation(token)) spelt += token.slice(2);
    else if (isAlphabetic(token) && isAlphabetic(spelt.slice(-1))) spelt += ` ${token}`;
    else spelt += token;
  }
  return spelt;
}

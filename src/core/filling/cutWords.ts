import type { Gap } from './gaps';
import { leastPart, type WordTest } from './taughtWords';
import type { Window } from './window';

/** Tells something of a token in a slot, beside those that others are filled with. */
export type TokenTest = (tokens: readonly (number | undefined)[], slot: number, token: number) => boolean;

/**
 * Tells whether a token is part of a word that the model was taught where the whole has no room, such as 葛涛 in a gap of
 * two. The parts are seldom seen apart, as that is what the word was found by; but they predict each other, however little
 * they mean alone. Those that are words themselves, such as 老师 of 祁老师, are no such parts; but what a model says of a rare
 * word, such as 诸葛, comes from the one that it was taught.
 *
 * @param gapOf the gap of each slot.
 * @param words by their tokens.
 */
export function cutWordFinder(
  { ids, slots }: Window,
  gapOf: readonly Gap[],
  words: readonly (readonly number[])[],
  isWord: WordTest,
): TokenTest {
  const known = new Set(words.flat());
  return (tokens, slot, token) => {
    const gap = gapOf[slot];
    if (!gap || !known.has(token)) return false;
    const text = ids.slice();
    tokens.with(slot, token).forEach((id, index) => {
      if (id !== undefined) text[slots[index] ?? 0] = id;
    });
    const start = slots[gap.first] ?? 0;
    return words
      .filter((word) => word.includes(token))
      .some((word) => partsOf(word, text, start, start + gap.length).some((part) => !isWord(part)));
  };
}

/** The parts of a word at the edges of a gap `[start, end)`, where the text beside the gap has not the rest of it. */
function partsOf(
  word: readonly number[],
  text: Int32Array,
  start: number,
  end: number,
): (readonly number[])[] {
  const parts: (readonly number[])[] = [];
  for (let begin = start - word.length + leastPart; begin <= end - leastPart; begin++) {
    const fits = begin >= start && begin + word.length <= end;
    const inGap = word.slice(Math.max(0, start - begin), end - begin);
    if (fits || inGap.length < leastPart) continue;
    const stands = (part: readonly number[], at: number): boolean =>
      part.every((id, index) => text[at + index] === id);
    if (stands(inGap, Math.max(begin, start)) && !stands(word, begin)) parts.push(inGap);
  }
  return parts;
}

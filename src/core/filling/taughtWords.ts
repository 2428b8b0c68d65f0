/** Words that a model was taught, where a text has room for them. */
import { isFamiliar } from '../masking/generalText';
import { segmenter } from '../masking/segmenter';
import type { Tokenizer } from '../tokenizer/tokenizer';
import type { Gap } from './gaps';

/** A word in a gap: a token for each of some neighbouring slots. */
export interface PlacedWord {
  readonly tokens: ReadonlyMap<number, number>;
  /** Those tokens that are in no plain word within it: 祁 of 祁老师, and all of 诸葛涛. */
  readonly ownTokens: ReadonlyMap<number, number>;
  readonly fillsGap: boolean;
}

/** The fewest tokens that are told as a part of a word. */
export const leastPart = 2;

/** Tells whether some tokens are a word that may well stand without the taught one that it is part of. */
export type WordTest = (part: readonly number[]) => boolean;

/** A part of a taught word is a word if it is taught, too, or if it is plain and most texts have its characters. */
export function wordTest(
  words: readonly (readonly number[])[],
  tokenizer: Pick<Tokenizer, 'token'>,
): WordTest {
  const taught = new Set(words.map((word) => word.join()));
  return (part) => {
    if (taught.has(part.join())) return true;
    const text = part.map((id) => tokenizer.token(id)).join('');
    return isFamiliar(text) && [...segmenter.segment(text)].length === 1;
  };
}

/** A word in all places that a gap has for it; one of a single token only where that is all of the gap. */
export function placesIn({ first, length }: Gap, word: readonly number[], isWord: WordTest): PlacedWord[] {
  const fillsGap = word.length === length;
  if (word.length > length || (word.length < leastPart && !fillsGap)) return [];
  const own = ownIndices(word, isWord);
  return Array.from({ length: length - word.length + 1 }, (_, offset) => {
    const tokens = word.map((id, index) => [first + offset + index, id] as const);
    return {
      tokens: new Map(tokens),
      ownTokens: new Map(tokens.filter((_, index) => own.has(index))),
      fillsGap,
    };
  });
}

/** Whether a filling has the word in its place. */
export function stands({ tokens }: PlacedWord, filling: readonly (number | undefined)[]): boolean {
  return [...tokens].every(([slot, id]) => filling[slot] === id);
}

/** Whether a filling has some of the word in its place, but not all of it. */
export function isMisspelt(word: PlacedWord, filling: readonly (number | undefined)[]): boolean {
  return !stands(word, filling) && [...word.ownTokens].some(([slot, id]) => filling[slot] === id);
}

function ownIndices(word: readonly number[], isWord: WordTest): Set<number> {
  const own = new Set(word.keys());
  for (let start = 0; start + leastPart <= word.length; start++) {
    for (let end = start + leastPart; end <= word.length && end - start < word.length; end++) {
      if (!isWord(word.slice(start, end))) continue;
      for (let index = start; index < end; index++) own.delete(index);
    }
  }
  return own;
}

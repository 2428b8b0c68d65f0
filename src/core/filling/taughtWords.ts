/** Words that a model was taught, where a text has room for them. */
import { isFamiliar } from '../masking/generalText';
import { isOneWord } from '../segmenter';
import type { Tokenizer } from '../tokenizer/tokenizer';
import type { Gap } from './gaps';

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
    return isFamiliar(text) && isOneWord(text);
  };
}

/** A word in some neighbouring slots of a gap. */
export class PlacedWord {
  private own: ReadonlyMap<number, number> | undefined;

  /** @param tokens by the slot. */
  constructor(
    readonly tokens: ReadonlyMap<number, number>,
    readonly fillsGap: boolean,
    private readonly isWord: WordTest,
  ) {}

  /**
   * Those tokens that are in no plain word within it: 祁 of 祁老师, and all of 诸葛涛. To tell them takes time, and is done
   * for the few words only that matter in a text.
   */
  get ownTokens(): ReadonlyMap<number, number> {
    return (this.own ??= new Map(ownTokensOf([...this.tokens], this.isWord)));
  }

  /** Whether a filling has the word in its place. */
  standsIn(filling: readonly (number | undefined)[]): boolean {
    return [...this.tokens].every(([slot, id]) => filling[slot] === id);
  }

  /** Whether a filling has some of the word in its place, but not all of it. */
  isMisspeltIn(filling: readonly (number | undefined)[]): boolean {
    return !this.standsIn(filling) && [...this.ownTokens].some(([slot, id]) => filling[slot] === id);
  }

  /** Whether a filling has in its place its characters and no others, but wrongly, such as 相相矛盾 for 自相矛盾. */
  isGarbledIn(filling: readonly number[]): boolean {
    const instead = [...this.tokens.keys()].map((slot) => filling[slot] ?? -1);
    const own = new Set(this.tokens.values());
    return instead.every((id) => own.has(id)) && this.isMisspeltIn(filling) && !this.isWord(instead);
  }
}

/** A word in all places that a gap has for it; one of a single token only where that is all of the gap. */
export function placesIn({ first, length }: Gap, word: readonly number[], isWord: WordTest): PlacedWord[] {
  const fillsGap = word.length === length;
  if (word.length > length || (word.length < leastPart && !fillsGap)) return [];
  return Array.from({ length: length - word.length + 1 }, (_, offset) => {
    const tokens = new Map(word.map((id, index) => [first + offset + index, id]));
    return new PlacedWord(tokens, fillsGap, isWord);
  });
}

function ownTokensOf(
  word: readonly (readonly [slot: number, id: number])[],
  isWord: WordTest,
): (readonly [slot: number, id: number])[] {
  const own = new Set(word);
  for (let start = 0; start + leastPart <= word.length; start++) {
    for (let end = start + leastPart; end <= word.length && end - start < word.length; end++) {
      const part = word.slice(start, end);
      if (isWord(part.map(([, id]) => id))) for (const token of part) own.delete(token);
    }
  }
  return [...own];
}

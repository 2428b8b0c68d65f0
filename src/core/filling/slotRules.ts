import { isAlphabetic } from '../masking/alphabetic';
import type { Vocabulary } from '../masking/vocabulary';
import type { Tokenizer } from '../tokenizer/tokenizer';
import { Admission, type Before } from './candidates';
import { cutWordFinder, type TokenTest } from './cutWords';
import { echoFinder } from './echoes';
import type { ClozeText } from './gaps';
import { placesIn, wordTest, type PlacedWord } from './taughtWords';
import type { Window } from './window';

/** What the search has to know of the slots besides their positions. */
export interface SlotRules {
  admission: Admission;
  /** What stands before a slot, given the tokens that have been filled in so far. */
  before(slot: number, tokens: readonly (number | undefined)[]): Before;
  /** Whether the slot is a gap of its own. */
  isSingle(slot: number): boolean;
  /** Words that the model was taught, wherever they fit. */
  taught: readonly PlacedWord[];
  /** Tells what is no word, however sure of it the model is. */
  isNoWord: TokenTest;
  /** Tokens that are not to stand in a slot. */
  barred?(slot: number): ReadonlySet<number> | undefined;
}

/** @param terms words that the model was taught. */
export function slotRules(
  { text, gaps }: ClozeText,
  window: Window,
  tokenizer: Pick<Tokenizer, 'encode' | 'token' | 'special' | 'vocabularySize'>,
  terms: readonly string[],
): SlotRules {
  const words = terms
    .map((term) => tokenizer.encode(term).ids)
    .filter((ids) => !ids.includes(tokenizer.special.unk));
  const isWord = wordTest(words, tokenizer);
  const gapOf = gaps.flatMap((gap) => Array.from({ length: gap.length }, () => gap));
  const cutsWord = cutWordFinder(window, gapOf, words, isWord);
  const isEcho = echoFinder(gapOf, tokenizer);
  return {
    admission: admissionFor(tokenizer),
    isSingle: (slot) => gapOf[slot]?.length === 1,
    taught: gaps.flatMap((gap) => words.flatMap((word) => placesIn(gap, word, isWord))),
    isNoWord: (...token) => isEcho(...token) || cutsWord(...token),
    before: (slot, tokens) => {
      const gap = gapOf[slot];
      if (gap?.first === slot) return isAlphabetic(text.charAt(gap.start - 1)) ? 'textWord' : 'boundary';
      const previous = tokens[slot - 1];
      return previous !== undefined && isAlphabetic(tokenizer.token(previous)) ? 'filledWord' : 'boundary';
    },
  };
}

const admissions = new WeakMap<Vocabulary, Admission>();

/** A vocabulary is sorted into kinds of tokens once, not for every text. */
function admissionFor(vocabulary: Vocabulary): Admission {
  let admission = admissions.get(vocabulary);
  if (!admission) {
    admission = new Admission(vocabulary);
    admissions.set(vocabulary, admission);
  }
  return admission;
}

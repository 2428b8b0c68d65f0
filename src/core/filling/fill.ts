import type { Tokenizer } from '../tokenizer/tokenizer';
import { isAlphabetic } from '../masking/alphabetic';
import type { Vocabulary } from '../masking/vocabulary';
import { Admission } from './candidates';
import { cutWordFinder } from './cutWords';
import { parseCloze, type ClozeText, type Gap } from './gaps';
import type { PlacedWord } from './beams';
import { fillJointly, type SlotRules } from './jointFilling';
import type { MaskedLanguageModel } from './maskedLanguageModel';
import { spell } from './spelling';
import { windowAround, type Window } from './window';

export interface FillOptions {
  model: MaskedLanguageModel;
  tokenizer: Pick<Tokenizer, 'encode' | 'token' | 'special' | 'vocabularySize'>;
  /** Words that the model was taught on purpose: they are always weighed where they fit. */
  terms?: readonly string[];
  /**
   * How many candidates for each slot, and how many completions; of several slots 50 at most, of more than eight fewer.
   */
  top: number;
}

export interface FillResult {
  /** The text as given. */
  text: string;
  slots: SlotCandidates[];
  /** Joint fillings of all slots, distinct, best first. */
  completions: Completion[];
}

/** What could stand in one slot, whatever stands in the others; best first. */
export interface SlotCandidates {
  /** Number of the slot in the text, from 0. */
  index: number;
  /** `probability` is a share of the whole vocabulary's 1. */
  candidates: { token: string; probability: number }[];
}

export interface Completion {
  /** The text with all slots filled. */
  text: string;
  /** The token of each slot, as in the vocabulary. */
  tokens: string[];
  /** Natural logarithm of the joint probability of the tokens, as `fillJointly` estimates it; for one slot, exact. */
  score: number;
}

/**
 * Fills the `[MASK]` slots of a text. The model reads no markup, and a full stop behind a slot that ends a line or a field.
 * @throws UserError if the text is empty, has no slot, has too many, or has them too far apart for the model
 */
export async function fill(
  text: string,
  { model, tokenizer, terms = [], top }: FillOptions,
): Promise<FillResult> {
  const cloze = parseCloze(text);
  const window = windowAround(cloze, tokenizer, model.maxTokens);
  const { candidates, fillings } = await fillJointly(
    window,
    model,
    slotRules(cloze, window, tokenizer, terms),
    top,
  );
  return {
    text,
    slots: candidates.map((slot, index) => ({
      index,
      candidates: slot.map(({ id, logProbability }) => ({
        token: tokenizer.token(id),
        probability: Math.exp(logProbability),
      })),
    })),
    completions: fillings.map((filling) => {
      const tokens = filling.tokens.map((id) => tokenizer.token(id));
      return { text: spell(cloze, tokens), tokens, score: filling.score };
    }),
  };
}

function slotRules(
  { text, gaps }: ClozeText,
  window: Window,
  tokenizer: FillOptions['tokenizer'],
  terms: readonly string[],
): SlotRules {
  const words = terms
    .map((term) => tokenizer.encode(term).ids)
    .filter((ids) => !ids.includes(tokenizer.special.unk));
  const gapOf = gaps.flatMap((gap) => Array.from({ length: gap.length }, () => gap));
  return {
    admission: admissionFor(tokenizer),
    isSingle: (slot) => gapOf[slot]?.length === 1,
    taught: gaps.flatMap((gap) => placedIn(gap, words)),
    cutsWord: cutWordFinder(window, gapOf, words, tokenizer),
    before: (slot, tokens) => {
      const gap = gapOf[slot];
      if (gap?.first === slot) return isAlphabetic(text.charAt(gap.start - 1)) ? 'textWord' : 'boundary';
      const previous = tokens[slot - 1];
      return previous !== undefined && isAlphabetic(tokenizer.token(previous)) ? 'filledWord' : 'boundary';
    },
  };
}

/** The words that are as long as a gap, in its slots. */
function placedIn({ first, length }: Gap, words: readonly (readonly number[])[]): PlacedWord[] {
  return words
    .filter((ids) => ids.length === length)
    .map((ids) => new Map(ids.map((id, index) => [first + index, id])));
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

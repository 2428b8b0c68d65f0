import type { Tokenizer } from '../tokenizer/tokenizer';
import { parseCloze } from './gaps';
import { fillJointly } from './jointFilling';
import type { MaskedLanguageModel } from './maskedLanguageModel';
import { slotRules } from './slotRules';
import { spell, spellGap } from './spelling';
import { windowAround } from './window';

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
  /** What each gap, of one slot or neighbouring ones, is filled with. */
  fillings: string[];
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
      const fillings = cloze.gaps.map((gap) => spellGap(gap, tokens));
      return { text: spell(cloze, fillings), fillings, tokens, score: filling.score };
    }),
  };
}

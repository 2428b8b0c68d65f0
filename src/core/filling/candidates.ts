import { isContinuation, isReserved, specialIds, type Vocabulary } from '../masking/vocabulary';

/** A token with its probability. */
export interface Candidate {
  id: number;
  probability: number;
}

/** What stands directly before a slot, as far as that decides which tokens can follow. */
export type Before =
  /** White space, a Chinese character, punctuation, or the beginning of the text. */
  | 'boundary'
  /** An alphabetic word or number in the text; only a `##` piece would not run into it. */
  | 'textWord'
  /** An alphabetic word or number that a slot was filled with; a `##` piece continues it, a token begins a new word. */
  | 'filledWord';

type Kind = 'never' | 'word' | 'alphabetic' | 'continuation' | 'punctuation';

const alphabetic = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Nd}]/u;

/** Whether a character or token is written with spaces around it: letters of an alphabet and digits. */
export function isAlphabetic(text: string): boolean {
  return alphabetic.test(text);
}

/**
 * Which tokens may be suggested where.
 *
 * - Never: special and reserved tokens, `[UNK]` among them.
 * - `##` pieces: only directly behind an alphabetic word or number. There in turn, a token that begins a word is not
 *   suggested if the text leaves no white space for it.
 * - Punctuation: not in a gap of several slots, which stands for words. In a single slot if all punctuation together
 *   is likelier than `punctuationThreshold`, because then the slot is a place for punctuation.
 */
export class Admission {
  private readonly kinds: Kind[];
  private readonly punctuation: number[];

  constructor(private readonly vocabulary: Vocabulary) {
    const special = specialIds(vocabulary);
    this.kinds = Array.from({ length: vocabulary.vocabularySize }, (_, id) =>
      special.has(id) ? 'never' : kindOf(vocabulary.token(id)),
    );
    this.punctuation = [...this.kinds.keys()].filter((id) => this.kinds[id] === 'punctuation');
  }

  /** The likeliest tokens for a slot, best first. */
  best(probabilities: Float32Array, count: number, before: Before, singleSlot: boolean): Candidate[] {
    const punctuationAllowed = singleSlot && this.isPlaceForPunctuation(probabilities);
    const best: Candidate[] = [];
    let least = -1;
    probabilities.forEach((probability, id) => {
      if (probability <= least || !this.allows(id, before, punctuationAllowed)) return;
      insertDescending(best, { id, probability });
      if (best.length > count) best.pop();
      if (best.length === count) least = best.at(-1)?.probability ?? -1;
    });
    return best;
  }

  private allows(id: number, before: Before, punctuationAllowed: boolean): boolean {
    switch (this.kinds[id]) {
      case 'word':
        return true;
      case 'alphabetic':
        return before !== 'textWord';
      case 'continuation':
        return before !== 'boundary';
      case 'punctuation':
        return punctuationAllowed;
      default:
        return false;
    }
  }

  private isPlaceForPunctuation(probabilities: Float32Array): boolean {
    let sum = 0;
    for (const id of this.punctuation) sum += probabilities[id] ?? 0;
    return sum > punctuationThreshold;
  }
}

const punctuationThreshold = 0.5;

function kindOf(token: string): Kind {
  if (isReserved(token)) return 'never';
  if (isContinuation(token)) return alphabetic.test(token) ? 'continuation' : 'never';
  if (alphabetic.test(token)) return 'alphabetic';
  return /[\p{L}\p{N}]/u.test(token) ? 'word' : 'punctuation';
}

function insertDescending(list: Candidate[], candidate: Candidate): void {
  let index = list.length;
  while (index > 0 && (list[index - 1]?.probability ?? 0) < candidate.probability) index--;
  list.splice(index, 0, candidate);
}

/** Probabilities from logits `[rows × size]`: a softmax over the whole vocabulary for one of the rows. */
export function softmax(logits: Float32Array, row: number, size: number): Float32Array {
  const values = logits.slice(row * size, (row + 1) * size);
  let largest = -Infinity;
  for (const value of values) largest = Math.max(largest, value);
  let sum = 0;
  for (let index = 0; index < size; index++) {
    const value = Math.exp((values[index] ?? -Infinity) - largest);
    values[index] = value;
    sum += value;
  }
  for (let index = 0; index < size; index++) values[index] = (values[index] ?? 0) / sum;
  return values;
}

import { isAlphabetic } from '../masking/alphabetic';
import { isContinuation, isReserved, specialIds, type Vocabulary } from '../masking/vocabulary';

/** A token with the natural logarithm of its probability. */
export interface Candidate {
  id: number;
  logProbability: number;
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

  /**
   * The likeliest tokens for a slot, best first.
   *
   * @param logProbabilities of all tokens.
   * @param barred tokens that are not wanted there.
   */
  best(
    logProbabilities: Float32Array,
    count: number,
    before: Before,
    singleSlot: boolean,
    barred?: ReadonlySet<number>,
  ): Candidate[] {
    const punctuationAllowed = singleSlot && this.isPlaceForPunctuation(logProbabilities);
    const best: Candidate[] = [];
    let least = -Infinity;
    const nextFrom = (start: number): number => nextAbove(least, logProbabilities, start);
    for (let id = nextFrom(0); id < logProbabilities.length; id = nextFrom(id + 1)) {
      if (!this.allows(id, before, punctuationAllowed) || barred?.has(id)) continue;
      insertDescending(best, { id, logProbability: logProbabilities[id] ?? -Infinity });
      if (best.length > count) best.pop();
      if (best.length === count) least = best.at(-1)?.logProbability ?? -Infinity;
    }
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

  private isPlaceForPunctuation(logProbabilities: Float32Array): boolean {
    let sum = 0;
    for (const id of this.punctuation) sum += Math.exp(logProbabilities[id] ?? -Infinity);
    return sum > punctuationThreshold;
  }
}

const punctuationThreshold = 0.5;

function kindOf(token: string): Kind {
  if (isReserved(token)) return 'never';
  if (isContinuation(token)) return isAlphabetic(token) ? 'continuation' : 'never';
  if (isAlphabetic(token)) return 'alphabetic';
  return /[\p{L}\p{N}]/u.test(token) ? 'word' : 'punctuation';
}

/**
 * The index of the first number above `least`, from `start` on; the length if there is none. It runs over the whole
 * vocabulary for every slot of every beam; as a function of its own that looks at four numbers a round, it is compiled
 * to code that takes less than half the time.
 */
function nextAbove(least: number, numbers: Float32Array, start: number): number {
  const above = (place: number): boolean => (numbers[place] ?? least) > least;
  let place = start;
  while (
    place + 4 <= numbers.length &&
    !(above(place) || above(place + 1) || above(place + 2) || above(place + 3))
  ) {
    place += 4;
  }
  while (place < numbers.length && !above(place)) place++;
  return place;
}

function insertDescending(list: Candidate[], candidate: Candidate): void {
  let index = list.length;
  while (index > 0 && (list[index - 1]?.logProbability ?? 0) < candidate.logProbability) index--;
  list.splice(index, 0, candidate);
}

import { randomFor } from '../random';

/** Share of a corpus that is kept back to validate with. */
const validationShare = 0.1;

/** Of fewer sentences than these, one would be more than that share. */
const fewestToSplit = 1 / validationShare;

/** A word that stands in no more sentences than these is learnt from all of them. */
const sentencesToLearnWord = 3;

export interface Split {
  readonly training: readonly string[];
  readonly validation: readonly string[];
  /** Whether all is in both, as there is too little to keep anything aside. */
  readonly checkedOnItself: boolean;
}

/**
 * Splits a corpus by the seed into 90 % to train on and up to 10 % to validate with. No sentence is in both, unless
 * each is needed to learn from: of three sentences, a third would not be learnt, and of a glossary, which names each of
 * its words once, a tenth of the words.
 *
 * @param wordsIn the person's own words in a sentence.
 */
export function splitSentences(
  sentences: readonly string[],
  seed: number,
  wordsIn: (sentence: string) => readonly string[],
): Split {
  const different = [...new Set(sentences)];
  const order = randomFor(seed, 'split').shuffle([...different.keys()]);
  const validating = spared(
    different.map((sentence) => [...new Set(wordsIn(sentence))]),
    order,
  );
  if (validating.size === 0) return { training: different, validation: different, checkedOnItself: true };
  return {
    training: different.filter((_, index) => !validating.has(index)),
    validation: different.filter((_, index) => validating.has(index)),
    checkedOnItself: false,
  };
}

/**
 * The first sentences of `order` that need not be learnt, a tenth of all at most.
 *
 * @param words of each sentence.
 */
function spared(words: readonly (readonly string[])[], order: readonly number[]): Set<number> {
  const wanted = words.length < fewestToSplit ? 0 : Math.round(words.length * validationShare);
  const learntFrom = new Map<string, number>();
  for (const word of words.flat()) learntFrom.set(word, (learntFrom.get(word) ?? 0) + 1);
  const isSpare = (word: string): boolean => (learntFrom.get(word) ?? 0) > sentencesToLearnWord;
  const found = new Set<number>();
  for (const index of order) {
    if (found.size === wanted) break;
    const theirs = words[index] ?? [];
    if (!theirs.every(isSpare)) continue;
    for (const word of theirs) learntFrom.set(word, (learntFrom.get(word) ?? 0) - 1);
    found.add(index);
  }
  return found;
}

import { randomFor } from '../random';

/** Share of a corpus that is kept back to validate with. */
const validationShare = 0.1;

/** Of fewer sentences than these, one would be more than that share. */
const fewestToSplit = 1 / validationShare;

export interface Split {
  readonly training: readonly string[];
  readonly validation: readonly string[];
  /** Whether all is in both, as there is too little to keep anything aside. */
  readonly checkedOnItself: boolean;
}

/**
 * Splits a corpus by the seed into 90 % to train on and 10 % to validate with. No sentence is in both, unless there are
 * so few that each is needed to learn from: of three, a third would not be learnt.
 */
export function splitSentences(sentences: readonly string[], seed: number): Split {
  const different = [...new Set(sentences)];
  if (different.length < fewestToSplit)
    return { training: different, validation: different, checkedOnItself: true };
  const order = randomFor(seed, 'split').shuffle(different.map((_, index) => index));
  const validating = new Set(order.slice(0, Math.round(different.length * validationShare)));
  return {
    training: different.filter((_, index) => !validating.has(index)),
    validation: different.filter((_, index) => validating.has(index)),
    checkedOnItself: false,
  };
}

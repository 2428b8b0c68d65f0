import { randomFor } from '../random';

/** Share of a corpus that is kept back to validate with. */
const validationShare = 0.1;

/**
 * Splits a corpus by the seed into 90 % to train on and 10 %, at least one sentence, to validate with. No sentence is
 * in both, unless there is only one.
 */
export function splitSentences(
  sentences: readonly string[],
  seed: number,
): { training: string[]; validation: string[] } {
  const different = [...new Set(sentences)];
  if (different.length < 2) return { training: different, validation: [...different] };
  const order = randomFor(seed, 'split').shuffle(different.map((_, index) => index));
  const validating = new Set(order.slice(0, Math.max(1, Math.round(different.length * validationShare))));
  return {
    training: different.filter((_, index) => !validating.has(index)),
    validation: different.filter((_, index) => validating.has(index)),
  };
}

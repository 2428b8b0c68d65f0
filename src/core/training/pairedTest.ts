/** Standard errors beyond which a loss that is higher is not taken for chance: about one in forty times it still is. */
const standardErrors = 2;

/** Of fewer sentences the spread says nothing. */
const fewestSentences = 10;

/**
 * Whether losses on some sentences are higher than other losses on the same sentences, beyond chance: a paired t-test
 * without the small-sample correction. A few validation sentences can't tell a good model from a better one, and don't
 * by this; many can. (The tokens of a sentence rise and fall together: counted one by one, four sentences would seem to
 * tell as much as thirty.)
 *
 * @param losses a mean loss for each sentence.
 */
export function isWorse(losses: readonly number[], reference: readonly number[]): boolean {
  const differences = losses.map((loss, index) => loss - (reference[index] ?? NaN));
  const count = differences.length;
  if (count < fewestSentences) return false;
  const mean = sum(differences) / count;
  const variance = sum(differences.map((difference) => (difference - mean) ** 2)) / (count - 1);
  return mean > standardErrors * Math.sqrt(variance / count);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

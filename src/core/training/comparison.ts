/** Standard errors beyond which a difference is not taken for chance: about one in twenty times it still is. */
const standardErrors = 2;

/** Of fewer tokens, often all of one word, the spread says nothing. */
const fewestTokens = 10;

/**
 * Whether losses on some masked tokens are higher than other losses on the same tokens, beyond chance: a paired
 * t-test without the small-sample correction. A few validation sentences can't tell a good model from a better one,
 * and don't by this; many can.
 */
export function isWorse(losses: readonly number[], reference: readonly number[]): boolean {
  const differences = losses.map((loss, index) => loss - (reference[index] ?? NaN));
  const count = differences.length;
  if (count < fewestTokens) return false;
  const mean = sum(differences) / count;
  const variance = sum(differences.map((difference) => (difference - mean) ** 2)) / (count - 1);
  return mean > standardErrors * Math.sqrt(variance / count);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

import { byScore, distinct, type Beam } from './beams';
import type { Predictions } from './predictions';
import { noWordPenalty, type Paths } from './search';
import type { SlotRules } from './slotRules';
import type { PlacedWord } from './taughtWords';

/** All slots of a text filled. */
export interface Filling {
  /** A token id for each slot. */
  readonly tokens: number[];
  /** The natural logarithm of the joint probability, as estimated by `fillJointly`. */
  readonly score: number;
}

/** The best `count` paths, and those with a word that the search has missed, as fillings with the scores of their paths. */
export function fillingsOf({ beams, withWord }: Paths, count: number): Filling[] {
  const likeliestPath = beams[0]?.score ?? 0;
  const missed = withWord.filter(({ score }) => score >= likeliestPath);
  const finished = distinct([...beams.slice(0, count), ...missed].sort(byScore));
  return finished.map(({ tokens, score }) => ({
    tokens: tokens.filter((token) => token !== undefined),
    score,
  }));
}

/** Complete fillings with their scores as wholes, not by their paths alone. */
export async function weighedJointly(
  fillings: readonly Filling[],
  predictions: Predictions,
  { isNoWord }: SlotRules,
): Promise<Filling[]> {
  await predictions.add(
    fillings.flatMap(({ tokens }) => tokens.map((_, slot) => ({ tokens: withOpen(tokens, slot) }))),
  );
  return fillings.map(({ tokens, score }) => {
    const hasNoWord = tokens.some((token, slot) => isNoWord(tokens, slot, token));
    const pseudoLogLikelihood = tokens.reduce(
      (sum, token, slot) => sum + (predictions.of(withOpen(tokens, slot), slot)[token] ?? -Infinity),
      hasNoWord ? -noWordPenalty : 0,
    );
    return { tokens, score: (score + pseudoLogLikelihood) / 2 };
  });
}

/** The score of each filling that has one of the words is at most that of the word's tokens by themselves. */
export function withFarFetchedCapped(
  words: readonly PlacedWord[],
  fillings: readonly Filling[],
  likelihood: (word: PlacedWord) => number,
): Filling[] {
  return fillings.map(({ tokens, score }) => ({
    tokens,
    score: Math.min(score, ...words.filter((word) => word.standsIn(tokens)).map(likelihood)),
  }));
}

/**
 * Where a word is among the fillings, and garbled forms of it, such as 相相矛盾 of 自相矛盾, are at most `margin` nats
 * likelier, it changes places with the likeliest of them.
 */
export function putRight(
  words: readonly PlacedWord[],
  fillings: readonly Filling[],
  margin: number,
): readonly Filling[] {
  return words.reduce((right, word) => {
    const whole = right.find(({ tokens }) => word.standsIn(tokens));
    if (!whole) return right;
    const most = whole.score + margin;
    const isInPlaceOfIt = ({ tokens, score }: Filling): boolean =>
      score > whole.score && score <= most && word.isGarbledIn(tokens);
    const [likeliest] = right.filter(isInPlaceOfIt).sort(byScore);
    if (!likeliest) return right;
    const scores = new Map([
      [whole, likeliest.score],
      [likeliest, whole.score],
    ]);
    return right.map((filling) => ({ ...filling, score: scores.get(filling) ?? filling.score }));
  }, fillings);
}

/** Each is weighed by itself, so that they may add up to more than certainty; then each gets its share of them. */
export function withinCertainty(fillings: readonly Filling[]): readonly Filling[] {
  const total = fillings.reduce((sum, { score }) => sum + Math.exp(score), 0);
  if (total <= 1) return fillings;
  return fillings.map(({ tokens, score }) => ({ tokens, score: score - Math.log(total) }));
}

/** A complete filling with one slot open again. */
function withOpen(tokens: readonly number[], slot: number): Beam['tokens'] {
  return tokens.map((token, index) => (index === slot ? undefined : token));
}

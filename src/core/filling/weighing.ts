import { byScore, distinct, type Beam } from './beams';
import type { Predictions } from './predictions';
import { noWordPenalty, type Paths } from './search';
import type { SlotRules } from './slotRules';
import type { PlacedWord } from './taughtWords';

/** All slots of a text filled. */
export interface Filling {
  /** A token id for each slot. */
  tokens: number[];
  /** The natural logarithm of the joint probability, as estimated by `fillJointly`. */
  score: number;
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

/** Scores complete fillings as wholes, not by their paths alone. */
export async function weighJointly(
  fillings: readonly Filling[],
  predictions: Predictions,
  { isNoWord }: SlotRules,
): Promise<void> {
  await predictions.add(
    fillings.flatMap(({ tokens }) => tokens.map((_, slot) => ({ tokens: withOpen(tokens, slot) }))),
  );
  for (const filling of fillings) {
    const hasNoWord = filling.tokens.some((token, slot) => isNoWord(filling.tokens, slot, token));
    let pseudoLogLikelihood = hasNoWord ? -noWordPenalty : 0;
    filling.tokens.forEach((token, slot) => {
      pseudoLogLikelihood += predictions.of(withOpen(filling.tokens, slot), slot)[token] ?? -Infinity;
    });
    filling.score = (filling.score + pseudoLogLikelihood) / 2;
  }
}

/**
 * Where a word is among the fillings, and garbled forms of it, such as 相相矛盾 of 自相矛盾, are at most `margin` nats
 * likelier, the word is what is meant: it changes places with them.
 */
export function putRight(words: readonly PlacedWord[], fillings: readonly Filling[], margin: number): void {
  for (const word of words) {
    const whole = fillings.find(({ tokens }) => word.standsIn(tokens));
    if (!whole) continue;
    const most = whole.score + margin;
    for (const filling of fillings) {
      if (filling.score <= whole.score || filling.score > most || !word.isGarbledIn(filling.tokens)) continue;
      [whole.score, filling.score] = [filling.score, whole.score];
    }
  }
}

/** Each is weighed by itself, so that they may add up to more than certainty; then each gets its share of them. */
export function keepWithinCertainty(fillings: readonly Filling[]): void {
  const total = fillings.reduce((sum, { score }) => sum + Math.exp(score), 0);
  if (total > 1) for (const filling of fillings) filling.score -= Math.log(total);
}

/** A complete filling with one slot open again. */
function withOpen(tokens: readonly number[], slot: number): Beam['tokens'] {
  return tokens.map((token, index) => (index === slot ? undefined : token));
}

/** Fillings in the making, from which the best are kept. */
import type { Candidate } from './candidates';
import type { PlacedWord } from './taughtWords';

/** A filling in the making: slots without a token are open. */
export interface Beam {
  tokens: (number | undefined)[];
  /** The sum of the logarithms of the probabilities with which its tokens were chosen, one after the other. */
  score: number;
  /** What it will have in some of its slots, however unlikely. */
  word?: PlacedWord;
}

/**
 * Beams whose score is this far behind the best, in nats, are dropped. It saves most of the search where the model is
 * sure of its words.
 */
const beamMargin = 3;

/** The numbers of the slots without a token. */
export function openSlots(tokens: Beam['tokens']): number[] {
  return [...tokens.keys()].filter((slot) => tokens[slot] === undefined);
}

/** A beam with one more slot filled; not made before it is known to be wanted, as most are not. */
interface Extension {
  beam: Beam;
  slot: number;
  id: number;
  score: number;
}

/** A beam with one more slot filled, in every way that is offered. */
export function extensions(beam: Beam, offers: readonly Candidate[][]): Extension[] {
  return offers.flatMap((candidates, slot) =>
    candidates.map(({ id, logProbability }) => ({ beam, slot, id, score: beam.score + logProbability })),
  );
}

/** The best beams among those extended, distinct, best first. */
export function likeliest(extended: Extension[], count: number): Beam[] {
  return distinct(made(extended.sort(byScore)), count);
}

function* made(extended: readonly Extension[]): Generator<Beam> {
  for (const { beam, slot, id, score } of extended) {
    yield { ...beam, tokens: beam.tokens.with(slot, id), score };
  }
}

/** The first of those that have the same tokens. */
export function distinct<T extends Pick<Beam, 'tokens'>>(beams: Iterable<T>, count = Infinity): T[] {
  const found = new Map<string, T>();
  for (const beam of beams) {
    const key = beam.tokens.join();
    if (!found.has(key)) found.set(key, beam);
    if (found.size === count) break;
  }
  return [...found.values()];
}

/** Beams, best first, without those that have fallen behind. */
export function promising(beams: readonly Beam[]): Beam[] {
  const best = beams[0]?.score ?? 0;
  return beams.filter(({ score }) => score >= best - beamMargin);
}

/** The likeliest first. */
export function byScore(a: { score: number }, b: { score: number }): number {
  return b.score - a.score;
}

import { extensions, likeliest, openSlots, promising, type Beam } from './beams';
import type { Candidate } from './candidates';
import type { Predictions } from './predictions';
import type { SlotRules } from './slotRules';

/** By how much what is no word is less likely than the model says, in nats. */
export const noWordPenalty = 5;

/** Complete beams, best first, and those that are to have a word. */
export interface Paths {
  readonly beams: readonly Beam[];
  readonly withWord: readonly Beam[];
}

/**
 * Fills one slot of each beam after the other.
 *
 * @param withWord beams that are to have a word; they are led on beside the others, however unlikely.
 * @param width how many of the others are led on.
 */
export async function search(
  open: Beam,
  withWord: readonly Beam[],
  predictions: Predictions,
  rules: SlotRules,
  width: number,
): Promise<Paths> {
  const extended = (beam: Beam): ReturnType<typeof extensions> =>
    extensions(beam, offersFor(beam, predictions, rules, width));
  let paths: Paths = { beams: [open], withWord };
  for (let filled = 0; filled < open.tokens.length; filled++) {
    const beams = promising(paths.beams);
    await predictions.add([...beams, ...paths.withWord]);
    paths = {
      beams: likeliest(beams.flatMap(extended), width),
      withWord: paths.withWord.flatMap((beam) => likeliest(extended(beam), 1)),
    };
  }
  return paths;
}

/** For each slot of a beam the likeliest tokens, or the one it is to have; none for slots that are filled. */
export function offersFor(
  { tokens, word }: Beam,
  predictions: Predictions,
  rules: SlotRules,
  width: number,
): Candidate[][] {
  const offers: Candidate[][] = Array.from(tokens, () => []);
  for (const slot of openSlots(tokens)) {
    const logProbabilities = predictions.of(tokens, slot);
    const id = word?.tokens.get(slot);
    offers[slot] =
      id === undefined
        ? rules.admission
            .best(
              logProbabilities,
              width,
              rules.before(slot, tokens),
              rules.isSingle(slot),
              rules.barred?.(slot),
            )
            .map((candidate) => discounted(candidate, tokens, slot, rules))
        : [{ id, logProbability: logProbabilities[id] ?? -Infinity }];
  }
  return offers;
}

function discounted(candidate: Candidate, tokens: Beam['tokens'], slot: number, rules: SlotRules): Candidate {
  const { id, logProbability } = candidate;
  if (!rules.isNoWord(tokens, slot, id)) return candidate;
  return { id, logProbability: logProbability - noWordPenalty };
}

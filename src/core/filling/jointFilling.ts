import type { Admission, Before, Candidate } from './candidates';
import { softmax } from './candidates';
import type { MaskedLanguageModel } from './predictor';
import type { Window } from './window';

/** All slots of a text filled. */
export interface Filling {
  /** A token id for each slot. */
  tokens: number[];
  /** The natural logarithm of the joint probability, as estimated by `fillJointly`. */
  score: number;
}

export interface JointFillings {
  /** For each slot the likeliest tokens while all slots are still open, best first. */
  candidates: Candidate[][];
  /** Distinct, best first. */
  fillings: Filling[];
}

/** What the search has to know of the slots besides their positions. */
export interface SlotRules {
  admission: Admission;
  /** What stands before a slot, given the tokens that have been filled in so far. */
  before(slot: number, tokens: readonly (number | undefined)[]): Before;
  /** Whether the slot is a gap of its own. */
  isSingle(slot: number): boolean;
}

/** A filling in the making: slots without a token are open. */
interface Beam {
  tokens: (number | undefined)[];
  /** The sum of the logarithms of the probabilities with which its tokens were chosen, one after the other. */
  score: number;
}

/** Enough for the right filling to survive while its first tokens look unlikely. */
const leastBeamWidth = 16;

/** Rows of the batch that weighs the best fillings, one for each slot of each; at least what was asked for is weighed. */
const rescoredRows = 32;

/**
 * Fills all slots together, by a beam search that fills the slots in the order of confidence rather than from left to
 * right: at each step every beam is offered each of its open slots with the likeliest tokens for it, and the best of
 * all these offers become the next beams. Offers that fill the same slots with the same tokens in another order are
 * one.
 *
 * A path's score depends on its order, and one that places a name a slot too early looks good until its last slot.
 * So the finished fillings are weighed as wholes: their score is the mean of the path's log-probability and of the
 * pseudo-log-likelihood, the sum over the slots of the log-probability of its token given all the others
 * (Salazar et al., "Masked Language Model Scoring", 2020).
 *
 * Of words taken out of general text, the embedded model finds by this mean half as many again as by either one alone.
 *
 * Cost: a batch for each slot, of one row first and then of one for each beam; and one batch for the weighing if there is
 * more than one slot.
 */
export async function fillJointly(
  window: Window,
  model: MaskedLanguageModel,
  rules: SlotRules,
  count: number,
): Promise<JointFillings> {
  const slots = window.slots.length;
  const width = Math.max(leastBeamWidth, count);
  const open: Beam = { tokens: Array.from({ length: slots }), score: 0 };
  let beams = [open];
  let candidates: Candidate[][] | undefined;
  for (let step = 0; step < slots; step++) {
    const offers = await offersFor(beams, window, model, rules, width);
    candidates ??= offers[0]?.map((slot) => slot.slice(0, count)) ?? [];
    beams = bestDistinct(
      beams.flatMap((beam, index) => extended(beam, offers[index] ?? [])),
      width,
    );
  }
  const finished = beams.map(({ tokens, score }) => ({
    tokens: tokens.filter((token) => token !== undefined),
    score,
  }));
  const weighed = slots === 1 ? finished : await weighJointly(finished, window, model, count);
  return { candidates: candidates ?? [], fillings: weighed.slice(0, count) };
}

/** For each beam and slot the likeliest tokens; none for slots that are filled. */
async function offersFor(
  beams: readonly Beam[],
  window: Window,
  model: MaskedLanguageModel,
  rules: SlotRules,
  width: number,
): Promise<Candidate[][][]> {
  const openSlots = beams.map(({ tokens }) =>
    [...tokens.keys()].filter((slot) => tokens[slot] === undefined),
  );
  const logits = await model.predict(
    beams.map(({ tokens }, beam) => rowFor(window, tokens, openSlots[beam] ?? [])),
  );
  return beams.map(({ tokens }, beam) => {
    const offers: Candidate[][] = tokens.map(() => []);
    openSlots[beam]?.forEach((slot, row) => {
      const probabilities = softmax(logits[beam] ?? new Float32Array(), row, model.vocabularySize);
      offers[slot] = rules.admission.best(
        probabilities,
        width,
        rules.before(slot, tokens),
        rules.isSingle(slot),
      );
    });
    return offers;
  });
}

/** A row for the model with the tokens filled in, to predict some of the slots, which are masked. */
function rowFor(window: Window, tokens: readonly (number | undefined)[], predicted: readonly number[]) {
  const ids = window.ids.slice();
  tokens.forEach((token, slot) => {
    const position = window.slots[slot];
    if (token !== undefined && position !== undefined && !predicted.includes(slot)) ids[position] = token;
  });
  return { ids, positions: Int32Array.from(predicted, (slot) => window.slots[slot] ?? 0) };
}

/** A beam with one more slot filled, in every way that is offered. */
function extended(beam: Beam, offers: readonly Candidate[][]): Beam[] {
  return offers.flatMap((candidates, slot) =>
    candidates.map(({ id, probability }) => ({
      tokens: beam.tokens.with(slot, id),
      score: beam.score + Math.log(probability),
    })),
  );
}

function bestDistinct(beams: Beam[], count: number): Beam[] {
  const distinct = new Map<string, Beam>();
  for (const beam of beams.sort(byScore)) {
    const key = beam.tokens.join();
    if (!distinct.has(key)) distinct.set(key, beam);
    if (distinct.size === count) break;
  }
  return [...distinct.values()];
}

async function weighJointly(
  fillings: readonly Filling[],
  window: Window,
  model: MaskedLanguageModel,
  count: number,
): Promise<Filling[]> {
  const weighed = fillings.slice(0, Math.max(count, Math.floor(rescoredRows / window.slots.length)));
  const rows = weighed.flatMap(({ tokens }) => tokens.map((_, slot) => rowFor(window, tokens, [slot])));
  const logits = await model.predict(rows);
  let row = 0;
  return weighed
    .map(({ tokens, score }) => {
      let pseudoLogLikelihood = 0;
      for (const token of tokens) {
        const probabilities = softmax(logits[row++] ?? new Float32Array(), 0, model.vocabularySize);
        pseudoLogLikelihood += Math.log(probabilities[token] ?? 0);
      }
      return { tokens, score: (score + pseudoLogLikelihood) / 2 };
    })
    .sort(byScore);
}

function byScore(a: { score: number }, b: { score: number }): number {
  return b.score - a.score;
}

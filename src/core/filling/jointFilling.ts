import { byScore, distinct, openSlots, type Beam } from './beams';
import type { Candidate } from './candidates';
import type { MaskedLanguageModel } from './maskedLanguageModel';
import { Predictions } from './predictions';
import { offersFor, search } from './search';
import type { SlotRules } from './slotRules';
import type { PlacedWord } from './taughtWords';
import {
  fillingsOf,
  putRight,
  weighedJointly,
  withinCertainty,
  withFarFetchedCapped,
  type Filling,
} from './weighing';
import type { Window } from './window';

export interface JointFillings {
  /** For each slot the likeliest tokens while all slots are still open, best first. */
  candidates: Candidate[][];
  /** Distinct, best first. */
  fillings: readonly Filling[];
}

/** Enough for the right filling to survive while its first tokens look unlikely. */
const leastBeamWidth = 6;

/** The most completions of several slots: the search has as many beams. */
const mostJointly = 50;
/** … and the most slots of all of them: what a beam takes grows with the square of its slots. */
const mostSlotsJointly = 400;

/** Fillings that are weighed as wholes, at least: the best one by its path alone often is not the best. */
const leastWeighed = 5;

/** So many of the words that the model was taught, the likeliest ones, have beams of their own. */
const mostTaught = 3;

/**
 * Nothing in a text speaks for a word that the model was taught if its tokens are less likely than this on average while
 * all slots are open, in nats.
 */
const leastLikelihood = -4.5;

/**
 * What differs from such a word in a character or two and is this far behind it, in nats, is a misspelling of it; so is
 * what has its characters alone and is less than that before it.
 */
const misspellingMargin = 4.5;

/**
 * Fills all slots together, by a beam search that fills the slots in the order of confidence rather than from left to
 * right: at each step every beam is offered each of its open slots with the likeliest tokens for it, and the best of
 * all these offers become the next beams. Offers that fill the same slots with the same tokens in another order are
 * one.
 *
 * A path's score depends on its order, and one that places a name a slot too early looks good until its last slot. So
 * the finished fillings are weighed as wholes: their score is the mean of the path's log-probability and of the
 * pseudo-log-likelihood, the sum over the slots of the log-probability of its token given all the others (Salazar et
 * al., "Masked Language Model Scoring", 2020). Where these estimates add up to more than 1, each is divided by their
 * sum.
 *
 * Of words taken out of general text, the embedded model finds by this mean half as many again as by either one alone.
 *
 * A word that the model was taught may begin so unlikely that no beam tries it, and be certain after that. So the
 * likeliest of them have beams of their own, and are weighed with the others if the search has missed them, that is if
 * their paths are as likely as the likeliest that it has found.
 *
 * The pseudo-log-likelihood says nothing of such a word, either: its tokens predict each other wherever they stand. So
 * where nothing in the text speaks for it, it has no beam; if the search finds it all the same, its score is capped at
 * that of its tokens by themselves. Part of such a word where the whole has no room counts as less likely than the model
 * says.
 *
 * Beside such a word, the search has little else than its misspellings, as its tokens are so much likelier than others.
 * So where one comes first, the other completions are what a second search finds without its tokens. A garbled form of
 * the word is no word, and comes behind it.
 *
 * Cost: a batch for each slot, of the text first and then of all beams as variants of it; and one for what the weighing
 * has to know besides, if there is more than one slot. A second search has a batch for each slot but the first one.
 */
export async function fillJointly(
  window: Window,
  model: MaskedLanguageModel,
  rules: SlotRules,
  count: number,
): Promise<JointFillings> {
  const slots = window.slots.length;
  const predictions = new Predictions(window, model);
  const open: Beam = { tokens: Array.from({ length: slots }), score: 0 };
  await predictions.add([open]);
  const candidates = offersFor(open, predictions, rules, count);
  if (slots === 1) return { candidates, fillings: candidates.flatMap(asFillings) };

  const wanted = Math.min(count, mostJointly, Math.floor(mostSlotsJointly / slots));
  const found = async (rules: SlotRules, withWord: readonly Beam[]): Promise<Filling[]> => {
    const paths = await search(open, withWord, predictions, rules, Math.max(leastBeamWidth, wanted));
    return fillingsOf(paths, Math.max(leastWeighed, wanted));
  };
  const likelihood = likelihoodWhileOpen(open, predictions);
  const [likely, farFetched] = partition(
    rules.taught,
    (word) => likelihood(word) >= leastLikelihood * word.tokens.size,
  );

  let fillings = await found(rules, startingWith(likely, open, likelihood));
  const [first] = fillings;
  if (wanted > 1 && first && rules.taught.some((word) => hidesOthers(word, first))) {
    const near = [...likely, ...farFetched.filter((word) => word.standsIn(first.tokens))];
    const isOther = ({ tokens, score }: Filling): boolean =>
      score >= first.score - misspellingMargin || !near.some((word) => word.isMisspeltIn(tokens));
    fillings = distinct([...fillings.filter(isOther), ...(await found(without(near, rules), []))]);
  }
  const weighed = await weighedJointly(fillings, predictions, rules);
  const capped = withFarFetchedCapped(farFetched, weighed, likelihood);
  const right = putRight(likely, capped, misspellingMargin).toSorted(byScore);
  return { candidates, fillings: withinCertainty(right).slice(0, wanted) };
}

type Likelihood = (word: PlacedWord) => number;

/** The logarithm of a word's probability in its place while all slots are open, as the product of its tokens'. */
function likelihoodWhileOpen(open: Beam, predictions: Predictions): Likelihood {
  const whileOpen = openSlots(open.tokens).map((slot) => predictions.of(open.tokens, slot));
  return ({ tokens }) =>
    [...tokens].reduce((sum, [slot, id]) => sum + (whileOpen[slot]?.[id] ?? -Infinity), 0);
}

/** Beams that are to have one of the likeliest words that fill a gap. */
function startingWith(words: readonly PlacedWord[], open: Beam, likelihood: Likelihood): Beam[] {
  return words
    .filter(({ fillsGap }) => fillsGap)
    .sort((one, other) => likelihood(other) - likelihood(one))
    .slice(0, mostTaught)
    .map((word) => ({ ...open, word }));
}

/** What could stand in the only slot of a text, as fillings of the text. */
function asFillings(candidates: readonly Candidate[]): Filling[] {
  return candidates.map(({ id, logProbability }) => ({ tokens: [id], score: logProbability }));
}

/** Whether what comes first is the word, beside which the search finds little else. */
function hidesOthers(word: PlacedWord, { tokens }: Filling): boolean {
  return word.standsIn(tokens) && word.ownTokens.size > 0;
}

/** Rules that keep the words' own tokens out of their places. */
function without(words: readonly PlacedWord[], rules: SlotRules): SlotRules {
  const barred = new Map<number, Set<number>>();
  for (const { ownTokens } of words) {
    for (const [slot, id] of ownTokens) barred.set(slot, (barred.get(slot) ?? new Set()).add(id));
  }
  return { ...rules, barred: (slot) => barred.get(slot) };
}

/** Those of a list that something is true of, and the others. */
function partition<T>(list: readonly T[], test: (each: T) => boolean): [T[], T[]] {
  return [list.filter(test), list.filter((each) => !test(each))];
}

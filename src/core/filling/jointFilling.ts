import {
  byScore,
  distinct,
  extensions,
  likeliest,
  openSlots,
  promising,
  type Beam,
  type PlacedWord,
} from './beams';
import type { Admission, Before, Candidate } from './candidates';
import type { CutWordFinder } from './cutWords';
import { Predictions } from './predictions';
import type { MaskedLanguageModel } from './maskedLanguageModel';
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
  /** Words that the model was taught, in the gaps that they fit into. */
  taught: readonly PlacedWord[];
  /** Tells parts of such words where the whole has no room. */
  cutsWord: CutWordFinder;
}

interface TaughtWord {
  readonly word: PlacedWord;
  /** The sum of the logarithms of its tokens' probabilities while all slots are open. */
  readonly score: number;
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
const leastLikelihood = -5;

/** By how much part of such a word is less likely than the model says where the whole has no room, in nats. */
const cutWordPenalty = 5;

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
 * Cost: a batch for each slot, of the text first and then of all beams as variants of it; and one for what the weighing
 * has to know besides, if there is more than one slot.
 */
export async function fillJointly(
  window: Window,
  model: MaskedLanguageModel,
  rules: SlotRules,
  count: number,
): Promise<JointFillings> {
  const slots = window.slots.length;
  const wanted = slots === 1 ? count : Math.min(count, mostJointly, Math.floor(mostSlotsJointly / slots));
  const width = Math.max(leastBeamWidth, wanted);
  const predictions = new Predictions(window, model);
  const open: Beam = { tokens: Array.from({ length: slots }), score: 0 };
  await predictions.add([open]);
  const offers = offersFor(open, predictions, rules, Math.max(width, count));
  const words = rules.taught.map((word) => ({ word, score: likelihood(word, open, predictions) }));
  const [likely, farFetched] = partition(words, ({ word, score }) => score >= leastLikelihood * word.size);
  const taught = likely
    .sort(byScore)
    .slice(0, mostTaught)
    .map(({ word }): Beam => ({ ...open, word }));

  const paths = await search({ open, offers, taught }, predictions, rules, width);
  const weighed = slots === 1 ? wanted : Math.max(leastWeighed, wanted);
  const fillings = fillingsOf(paths, weighed);
  if (slots > 1) await weighJointly(fillings, predictions, rules);
  demote(farFetched, fillings);
  if (slots > 1) keepWithinCertainty(fillings);
  return { candidates: offers.map((slot) => slot.slice(0, count)), fillings: fillings.slice(0, wanted) };
}

/** Complete beams, best first, and those of the taught words. */
interface Paths {
  readonly beams: readonly Beam[];
  readonly taught: readonly Beam[];
}

/** Fills one slot of each beam after the other. @param start with what is offered to the slots while all are open */
async function search(
  start: { open: Beam; offers: readonly Candidate[][]; taught: readonly Beam[] },
  predictions: Predictions,
  rules: SlotRules,
  width: number,
): Promise<Paths> {
  const offersTo = (beam: Beam): Candidate[][] => offersFor(beam, predictions, rules, width);
  const onward = (beam: Beam): Beam[] => likeliest(extensions(beam, offersTo(beam)), 1);
  let beams = likeliest(extensions(start.open, start.offers), width);
  let taught = start.taught.flatMap(onward);
  for (let step = 2; step <= start.offers.length; step++) {
    beams = promising(beams);
    await predictions.add([...beams, ...taught]);
    beams = likeliest(
      beams.flatMap((beam) => extensions(beam, offersTo(beam))),
      width,
    );
    taught = taught.flatMap(onward);
  }
  return { beams, taught };
}

/** The best `count` beams, and those of taught words that the search has missed, as fillings with their paths' scores. */
function fillingsOf({ beams, taught }: Paths, count: number): Filling[] {
  const likeliestPath = beams[0]?.score ?? 0;
  const missed = taught.filter(({ score }) => score >= likeliestPath);
  const finished = distinct([...beams.slice(0, count), ...missed].sort(byScore));
  return finished.map(({ tokens, score }) => ({
    tokens: tokens.filter((token) => token !== undefined),
    score,
  }));
}

/** For each slot of a beam the likeliest tokens, or the one it is to have; none for slots that are filled. */
function offersFor(
  { tokens, word }: Beam,
  predictions: Predictions,
  rules: SlotRules,
  width: number,
): Candidate[][] {
  const offers: Candidate[][] = Array.from(tokens, () => []);
  for (const slot of openSlots(tokens)) {
    const logProbabilities = predictions.of(tokens, slot);
    const id = word?.get(slot);
    offers[slot] =
      id === undefined
        ? rules.admission
            .best(logProbabilities, width, rules.before(slot, tokens), rules.isSingle(slot))
            .map((candidate) => discounted(candidate, tokens, slot, rules))
        : [{ id, logProbability: logProbabilities[id] ?? -Infinity }];
  }
  return offers;
}

/** The parts of a taught word are seldom seen apart: that is what it was found by. */
function discounted(candidate: Candidate, tokens: Beam['tokens'], slot: number, rules: SlotRules): Candidate {
  const { id, logProbability } = candidate;
  if (!rules.cutsWord(tokens, slot, id)) return candidate;
  return { id, logProbability: logProbability - cutWordPenalty };
}

/** The logarithm of the product of the probabilities of a word's tokens, each in its slot, for a beam. */
function likelihood(word: PlacedWord, { tokens }: Beam, predictions: Predictions): number {
  return [...word].reduce((sum, [slot, id]) => sum + (predictions.of(tokens, slot)[id] ?? -Infinity), 0);
}

/** Scores complete fillings as wholes, and sorts them, best first. */
async function weighJointly(
  fillings: Filling[],
  predictions: Predictions,
  { cutsWord }: SlotRules,
): Promise<void> {
  await predictions.add(
    fillings.flatMap(({ tokens }) => tokens.map((_, slot) => ({ tokens: withOpen(tokens, slot) }))),
  );
  for (const filling of fillings) {
    const hasCutWord = filling.tokens.some((token, slot) => cutsWord(filling.tokens, slot, token));
    let pseudoLogLikelihood = hasCutWord ? -cutWordPenalty : 0;
    filling.tokens.forEach((token, slot) => {
      pseudoLogLikelihood += predictions.of(withOpen(filling.tokens, slot), slot)[token] ?? -Infinity;
    });
    filling.score = (filling.score + pseudoLogLikelihood) / 2;
  }
  fillings.sort(byScore);
}

/** Caps the score of each filling that has one of the words at that word's own score, and sorts, best first. */
function demote(words: readonly TaughtWord[], fillings: Filling[]): void {
  for (const filling of fillings) {
    const theirs = words.filter(({ word }) => [...word].every(([slot, id]) => filling.tokens[slot] === id));
    filling.score = Math.min(filling.score, ...theirs.map(({ score }) => score));
  }
  fillings.sort(byScore);
}

/** Each is weighed by itself, so that they may add up to more than certainty; then each gets its share of them. */
function keepWithinCertainty(fillings: readonly Filling[]): void {
  const total = fillings.reduce((sum, { score }) => sum + Math.exp(score), 0);
  if (total > 1) for (const filling of fillings) filling.score -= Math.log(total);
}

/** A complete filling with one slot open again. */
function withOpen(tokens: readonly number[], slot: number): Beam['tokens'] {
  return tokens.map((token, index) => (index === slot ? undefined : token));
}

/** Those of a list that something is true of, and the others. */
function partition<T>(list: readonly T[], test: (each: T) => boolean): [T[], T[]] {
  return [list.filter(test), list.filter((each) => !test(each))];
}

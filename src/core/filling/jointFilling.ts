import type { Admission, Before, Candidate } from './candidates';
import type { MaskedLanguageModel, MaskedRow } from './predictor';
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
}

/** A word in a gap: a token for each of some neighbouring slots. */
export type PlacedWord = ReadonlyMap<number, number>;

interface TaughtWord {
  readonly word: PlacedWord;
  /** The sum of the logarithms of its tokens' probabilities while all slots are open. */
  readonly score: number;
}

/** A filling in the making: slots without a token are open. */
interface Beam {
  tokens: (number | undefined)[];
  /** The sum of the logarithms of the probabilities with which its tokens were chosen, one after the other. */
  score: number;
  /** What it will have in some of its slots, however unlikely. */
  word?: PlacedWord;
}

/** Enough for the right filling to survive while its first tokens look unlikely. */
const leastBeamWidth = 6;

/** The most completions of several slots: the search has as many beams, and what each takes grows with the slots. */
const mostJointly = 50;

/**
 * Beams whose score is this far behind the best, in nats, are dropped. It saves most of the search where the model is
 * sure of its words.
 */
const beamMargin = 3;

/** Fillings that are weighed as wholes, at least: the best one by its path alone often is not the best. */
const leastWeighed = 5;

/** So many of the words that the model was taught, the likeliest ones, have beams of their own. */
const mostTaught = 3;

/**
 * Nothing in a text speaks for a word that the model was taught if its tokens are less likely than this on average while
 * all slots are open, in nats.
 */
const leastLikelihood = -5;

/**
 * Fills all slots together, by a beam search that fills the slots in the order of confidence rather than from left to
 * right: at each step every beam is offered each of its open slots with the likeliest tokens for it, and the best of
 * all these offers become the next beams. Offers that fill the same slots with the same tokens in another order are
 * one.
 *
 * A path's score depends on its order, and one that places a name a slot too early looks good until its last slot. So
 * the finished fillings are weighed as wholes: their score is the mean of the path's log-probability and of the
 * pseudo-log-likelihood, the sum over the slots of the log-probability of its token given all the others (Salazar et
 * al., "Masked Language Model Scoring", 2020).
 *
 * Of words taken out of general text, the embedded model finds by this mean half as many again as by either one alone.
 *
 * A word that the model was taught may begin so unlikely that no beam tries it, and be certain after that. So the
 * likeliest of them have beams of their own, and are weighed with the others if the search has missed them, that is if
 * their paths are as likely as the likeliest that it has found.
 *
 * The pseudo-log-likelihood says nothing of such a word, either: its tokens predict each other wherever they stand. So
 * where nothing in the text speaks for it, it has no beam; if the search finds it all the same, its score is capped at
 * that of its tokens by themselves.
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
  const wanted = slots === 1 ? count : Math.min(count, mostJointly);
  const width = Math.max(leastBeamWidth, wanted);
  const predictions = new Predictions(window, model);
  const open: Beam = { tokens: Array.from({ length: slots }), score: 0 };
  await predictions.add([open]);
  let candidates: Candidate[][] | undefined;
  let beams = [open];
  const taughtWords = rules.taught.map((word) => ({ word, score: likelihood(word, open, predictions) }));
  const isFarFetched = ({ word, score }: TaughtWord): boolean => score < leastLikelihood * word.size;
  let taught = taughtWords
    .filter((each) => !isFarFetched(each))
    .sort(byScore)
    .slice(0, mostTaught)
    .map(({ word }): Beam => ({ ...open, word }));
  for (let step = 1; step <= slots; step++) {
    await predictions.add([...beams, ...taught]);
    const offered = step === 1 ? Math.max(width, count) : width;
    const offers = beams.map((beam) => offersFor(beam, predictions, rules, offered));
    candidates ??= offers[0]?.map((slot) => slot.slice(0, count)) ?? [];
    const next = likeliest(
      beams.flatMap((beam, index) => extensions(beam, offers[index] ?? [])),
      width,
    );
    beams = step === slots ? next : promising(next);
    taught = taught.flatMap((beam) =>
      likeliest(extensions(beam, offersFor(beam, predictions, rules, width)), 1),
    );
  }
  const weighed = slots === 1 ? wanted : Math.max(leastWeighed, wanted);
  const likeliestPath = beams[0]?.score ?? 0;
  const missed = taught.filter(({ score }) => score >= likeliestPath);
  const finished = distinct([...beams.slice(0, weighed), ...missed].sort(byScore));
  const fillings = finished.map(({ tokens, score }) => ({
    tokens: tokens.filter((token) => token !== undefined),
    score,
  }));
  if (slots > 1) await weighJointly(fillings, predictions);
  demote(taughtWords.filter(isFarFetched), fillings);
  return { candidates: candidates ?? [], fillings: fillings.slice(0, wanted) };
}

/** What the model says of the open slots of beams; each beam is asked about once. */
class Predictions {
  /** Logarithms of the probabilities of all tokens by the open slot, by the filled tokens. */
  private readonly known = new Map<string, ReadonlyMap<number, Float32Array>>();

  constructor(
    private readonly window: Window,
    private readonly model: MaskedLanguageModel,
  ) {}

  /**
   * Asks about all beams, in one batch, that it has not asked about. What is known of earlier ones is forgotten, as it
   * may be much; only those with a single slot open come again, when they are weighed.
   */
  async add(beams: readonly Pick<Beam, 'tokens'>[]): Promise<void> {
    const asked = new Map<string, MaskedRow>();
    for (const { tokens } of beams) {
      const key = tokens.join();
      if (!this.known.has(key)) asked.set(key, this.rowFor(tokens));
    }
    if (asked.size === 0) return;
    for (const [key, bySlot] of this.known) if (bySlot.size > 1) this.known.delete(key);
    const { ids, slots } = this.window;
    const { vocabularySize } = this.model;
    const answers = await this.model.predictVariants(ids, slots, [...asked.values()]);
    [...asked].forEach(([key, { positions }], variant) => {
      const bySlot = Array.from(positions, (position, index) => {
        const start = index * vocabularySize;
        const ofSlot = answers[variant]?.subarray(start, start + vocabularySize) ?? new Float32Array();
        return [slots.indexOf(position), ofSlot] as const;
      });
      this.known.set(key, new Map(bySlot));
    });
  }

  /** Of a beam that was asked about. */
  of(tokens: Beam['tokens'], slot: number): Float32Array {
    return this.known.get(tokens.join())?.get(slot) ?? new Float32Array();
  }

  /** The window with the tokens filled in, to predict the open slots. */
  private rowFor(tokens: Beam['tokens']): MaskedRow {
    const ids = this.window.ids.slice();
    tokens.forEach((token, slot) => {
      const position = this.window.slots[slot];
      if (token !== undefined && position !== undefined) ids[position] = token;
    });
    return { ids, positions: Int32Array.from(openSlots(tokens), (slot) => this.window.slots[slot] ?? 0) };
  }
}

function openSlots(tokens: Beam['tokens']): number[] {
  return [...tokens.keys()].filter((slot) => tokens[slot] === undefined);
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
        ? rules.admission.best(logProbabilities, width, rules.before(slot, tokens), rules.isSingle(slot))
        : [{ id, logProbability: logProbabilities[id] ?? -Infinity }];
  }
  return offers;
}

/** The logarithm of the product of the probabilities of a word's tokens, each in its slot, for a beam. */
function likelihood(word: PlacedWord, { tokens }: Beam, predictions: Predictions): number {
  return [...word].reduce((sum, [slot, id]) => sum + (predictions.of(tokens, slot)[id] ?? -Infinity), 0);
}

/** A beam with one more slot filled; not made before it is known to be wanted, as most are not. */
interface Extension {
  beam: Beam;
  slot: number;
  id: number;
  score: number;
}

/** A beam with one more slot filled, in every way that is offered. */
function extensions(beam: Beam, offers: readonly Candidate[][]): Extension[] {
  return offers.flatMap((candidates, slot) =>
    candidates.map(({ id, logProbability }) => ({ beam, slot, id, score: beam.score + logProbability })),
  );
}

/** The best beams among those extended, distinct, best first. */
function likeliest(extended: Extension[], count: number): Beam[] {
  return distinct(made(extended.sort(byScore)), count);
}

function* made(extended: readonly Extension[]): Generator<Beam> {
  for (const { beam, slot, id, score } of extended) {
    yield { ...beam, tokens: beam.tokens.with(slot, id), score };
  }
}

/** The first of the beams that have the same tokens. */
function distinct(beams: Iterable<Beam>, count = Infinity): Beam[] {
  const found = new Map<string, Beam>();
  for (const beam of beams) {
    const key = beam.tokens.join();
    if (!found.has(key)) found.set(key, beam);
    if (found.size === count) break;
  }
  return [...found.values()];
}

/** Beams, best first, without those that have fallen behind. */
function promising(beams: readonly Beam[]): Beam[] {
  const best = beams[0]?.score ?? 0;
  return beams.filter(({ score }) => score >= best - beamMargin);
}

/** Scores complete fillings as wholes, and sorts them, best first. */
async function weighJointly(fillings: Filling[], predictions: Predictions): Promise<void> {
  await predictions.add(
    fillings.flatMap(({ tokens }) => tokens.map((_, slot) => ({ tokens: withOpen(tokens, slot) }))),
  );
  for (const filling of fillings) {
    let pseudoLogLikelihood = 0;
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

/** A complete filling with one slot open again. */
function withOpen(tokens: readonly number[], slot: number): Beam['tokens'] {
  return tokens.map((token, index) => (index === slot ? undefined : token));
}

function byScore(a: { score: number }, b: { score: number }): number {
  return b.score - a.score;
}

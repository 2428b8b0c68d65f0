import type { Method } from '../bert/trainable';
import { mostHeadwords } from '../masking/headwords';
import type { Effort, FineTuneRequest } from './request';

/** Everything that, with the corpus and the base model, decides the resulting weights. */
export interface Settings {
  readonly method: Method;
  readonly seed: number;
  readonly totalSteps: number;
  readonly warmUpSteps: number;
  /** The peak. */
  readonly learningRate: number;
  /** The most tokens of the corpus in a batch, each example counted as the longest of them, as attention pads it. */
  readonly batchTokens: number;
  /** Share of the sentences with one of the person's own words in which that word is masked and nothing else. */
  readonly termShare: number;
  /** Share of those sentences that are turned round where they explain the word. */
  readonly turnShare: number;
  /** Share of those sentences of which only a part around the word is shown. */
  readonly cropShare: number;
  /** In those sentences the most of the tokens around the word, as a share, that are replaced by random ones. */
  readonly contextNoise: number;
  /** For each sentence of the corpus, how many of such words are put into plain sentences, and partly masked. */
  readonly transplantRatio: number;
  /** Plain sentences replayed for each sentence of the corpus, and what they count in the loss. */
  readonly replayRatio: number;
  readonly replayWeight: number;
  /** By how many nats the loss on plain sentences may rise, with LoRA: the result is drawn back so far, see `Outcome`. */
  readonly mostForgotten: number;
  readonly evaluateEvery: number;
  /** Differently masked copies of the plain sentences that retention is measured on: more of them leave less to chance. */
  readonly retentionCopies: number;
  /** Evaluations in a row that are worse than the best, beyond chance, after which a run ends. */
  readonly patience: number;
}

export interface Sizes {
  /** Examples of the corpus to train on, and the mean number of tokens in one. */
  readonly examples: number;
  readonly meanTokens: number;
  /** The person's own words. */
  readonly terms: number;
  /** Of the model. */
  readonly parameters: number;
}

const evaluations = 6;

export const defaultBatchTokens = 400;

/** What a person may ask for that settings depend on. */
type Choices = Pick<FineTuneRequest, 'method' | 'effort' | 'steps' | 'batchTokens' | 'learningRate' | 'seed'>;

/**
 * Settings for a corpus and a model, by what was measured to work (see ARCHITECTURE.md); what the person asked for
 * goes before.
 */
export function chooseSettings(
  request: Choices,
  { examples, meanTokens, terms, parameters }: Sizes,
): Settings {
  const batchTokens = request.batchTokens ?? defaultBatchTokens;
  const stepsPerEpoch = Math.max(1, (examples * meanTokens) / batchTokens);
  const words = { others: othersOf(terms), furthers: furthersOf(terms, examples) };
  const totalSteps = request.steps ?? stepsFor(stepsPerEpoch, words, request.effort ?? 'balanced');
  return {
    method: request.method === 'lora' ? { kind: 'lora', rank: 16, alpha: 16 } : { kind: 'full' },
    seed: request.seed ?? 0,
    totalSteps,
    warmUpSteps: Math.round(totalSteps * 0.1),
    learningRate: request.learningRate ?? learningRateFor(request.method, parameters),
    batchTokens,
    termShare: 0.8,
    turnShare: 0.5,
    cropShare: 0.6,
    contextNoise: 0.4,
    transplantRatio: 0.5,
    replayRatio: 0.6,
    replayWeight: 3,
    mostForgotten: Math.min(0.25, 0.18 + 0.001 * words.furthers),
    evaluateEvery: Math.max(1, Math.ceil(totalSteps / evaluations)),
    retentionCopies: retentionCopiesFor(parameters),
    patience: 3,
  };
}

/** A long corpus has more words than a run is to be prolonged for; it takes more steps as it is. */
const mostOthers = 15;

interface OwnWords {
  /** Words beside the first one that are counted as such. */
  readonly others: number;
  /** Those of a glossary, which has more of them, each in one place alone. */
  readonly furthers: number;
}

function othersOf(terms: number): number {
  return Math.min(mostOthers, Math.max(0, terms - 1));
}

function furthersOf(terms: number, examples: number): number {
  const isGlossary = terms >= Math.min(examples / 2, mostHeadwords);
  return isGlossary ? Math.min(mostHeadwords, Math.max(0, terms - 1 - mostOthers)) : 0;
}

/**
 * The first new word takes some steps however small the corpus is, each other one some more, each further one a few; a
 * large corpus is not seen whole.
 */
function stepsFor(stepsPerEpoch: number, { others, furthers }: OwnWords, effort: Effort): number {
  const { first, other, further, passes, most } = {
    quick: { first: 110, other: 20, further: 7, passes: 6, most: 400 },
    balanced: { first: 220, other: 40, further: 15, passes: 12, most: 1200 },
    thorough: { first: 440, other: 80, further: 30, passes: 24, most: 5000 },
  }[effort];
  return Math.round(Math.min(most, first + other * others + passes * stepsPerEpoch) + further * furthers);
}

/** Larger models want smaller steps: the rate falls with the square root of the number of parameters. */
function learningRateFor(method: Method['kind'], parameters: number): number {
  const ofSmall = method === 'lora' ? 2e-3 : 4e-4;
  return ofSmall * Math.min(1, Math.sqrt(5e6 / parameters));
}

/** A large model takes long to look at one. */
function retentionCopiesFor(parameters: number): number {
  return Math.min(3, Math.max(1, Math.floor(20e6 / parameters)));
}

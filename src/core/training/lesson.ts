import type { Example } from '../corpus/examples';
import { longestGap } from '../filling/writtenGaps';
import { Masker, type MaskedExample } from '../masking/masker';
import { matcherOf } from '../masking/termMatcher';
import { randomFor, type Random } from '../random';
import type { Tokenizer } from '../tokenizer/tokenizer';
import { BatchOrder } from './batches';
import type { Settings } from './settings';
import { averaged, rowOf, type TrainingRow } from './trainingRow';

/** The most tokens that a transplanted word has on either side. */
const transplantContext = 8;
/** … and the most that it has itself: a longer one fills no gap, and many times that would be too long for a model. */
const longestWord = longestGap;

/** What a model is to learn from: the corpus, and plain sentences to keep what it knows. */
export interface LessonMaterial {
  readonly tokenizer: Tokenizer;
  readonly terms: readonly string[];
  readonly training: readonly Example[];
  /** Plain sentences, and rows of them with the base model's predictions as targets. */
  readonly plain: readonly Example[];
  readonly replay: readonly TrainingRow[];
}

/** The rows of every step of a run. They depend on the step alone, so a run resumes at any step. */
export class Lesson {
  private readonly order: BatchOrder;
  private readonly masker: Masker;
  /** The person's own words that stand in the corpus, those of several tokens. */
  private readonly words: readonly Int32Array[];

  constructor(
    private readonly material: LessonMaterial,
    private readonly settings: Settings,
  ) {
    this.order = new BatchOrder(material.training, settings.batchTokens, settings.seed);
    this.masker = new Masker({ tokenizer: material.tokenizer, terms: material.terms });
    this.words = wordsIn(material.training, material.terms, this.masker);
  }

  /** @param step not before the step asked for last. */
  at(step: number): { epoch: number; rows: TrainingRow[]; replayRows: TrainingRow[] } {
    const { epoch, batch } = this.order.at(step);
    const rows = batch.flatMap((index) => {
      const example = this.material.training[index];
      return example ? [rowOf(this.mask(example, epoch, index))] : [];
    });
    const transplants = Math.round(rows.length * this.settings.transplantRatio);
    const replayed = Math.round(rows.length * this.settings.replayRatio);
    return {
      epoch,
      rows: averaged([...rows, ...this.transplantsAt(step, transplants)]),
      replayRows: averaged(this.replayAt(step, replayed), this.settings.replayWeight),
    };
  }

  /** New masks each epoch; in some of the sentences with a word of the person's own, just that word. */
  private mask(example: Example, epoch: number, index: number): MaskedExample {
    const random = randomFor(this.settings.seed, 'masks', epoch, index);
    const { termShare, cropShare, contextNoise } = this.settings;
    const term = random.next() < termShare ? this.masker.maskTerm(example, random) : undefined;
    if (!term) return this.masker.mask(example, random);
    const shown = random.next() < cropShare ? cropped(term, random) : term;
    return withNoise(shown, this.material.plain, contextNoise * random.next(), random);
  }

  /** Words of the person's own in the company of plain sentences, all words as often as each other. */
  private transplantsAt(step: number, count: number): TrainingRow[] {
    const { tokenizer, plain } = this.material;
    const random = randomFor(this.settings.seed, 'transplants', step);
    return Array.from({ length: count }, () => {
      const word = this.words[random.below(this.words.length)];
      const other = plain[random.below(plain.length)];
      return word && other ? [rowOf(transplanted(word, other, tokenizer.special.mask, random))] : [];
    }).flat();
  }

  private replayAt(step: number, count: number): TrainingRow[] {
    const { replay } = this.material;
    const random = randomFor(this.settings.seed, 'replay', step);
    return Array.from({ length: count }, () => replay[random.below(replay.length)]).filter(
      (row) => row !== undefined,
    );
  }
}

/** The terms of several tokens that stand in examples and may be put elsewhere, each once. */
function wordsIn(examples: readonly Example[], terms: readonly string[], masker: Masker): Int32Array[] {
  const found = firstToShow(examples, terms).flatMap((example) =>
    masker
      .termsIn(example)
      .filter(({ start, end }) => end - start > 1 && end - start <= longestWord)
      .map(({ start, end }) => example.ids.subarray(start, end)),
  );
  return [...new Map(found.map((ids) => [ids.join(), ids])).values()];
}

/** The examples in which a term stands for the first time as it is spelt; a masker need not look at all the others. */
function firstToShow(examples: readonly Example[], terms: readonly string[]): Example[] {
  const findTermsIn = matcherOf(terms);
  const known = new Set<string>();
  return examples.filter(({ text }) => {
    const before = known.size;
    for (const { start, end } of findTermsIn(text)) known.add(text.slice(start, end));
    return known.size > before;
  });
}

/**
 * A part of an example around its masks, from a random token before them to a random one behind. A word that is learnt
 * in whole sentences only is not found again in a few words of context.
 */
export function cropped({ ids, positions, targets }: MaskedExample, random: Random): MaskedExample {
  const first = positions[0] ?? 1;
  const last = positions.at(-1) ?? first;
  const from = 1 + random.below(first);
  const to = last + 1 + random.below(ids.length - 1 - last);
  const isAllContextLost = from === first && to === last + 1;
  if (isAllContextLost) return { ids, positions, targets };
  return {
    ids: Int32Array.of(ids[0] ?? 0, ...ids.subarray(from, to), ids.at(-1) ?? 0),
    positions: positions.map((position) => position - from + 1),
    targets,
  };
}

/**
 * An example with some of the tokens around its masks replaced by tokens of plain sentences. Each sentence is seen many
 * times; with all of its words always there, the masks are learnt from the sentence as a whole, and in another one that
 * shares but a word with it they are not known.
 *
 * @param rate share of the tokens that are replaced.
 */
export function withNoise(
  { ids, positions, targets }: MaskedExample,
  plain: readonly Example[],
  rate: number,
  random: Random,
): MaskedExample {
  const masked = new Set(positions);
  const noisy = ids.map((id, position) => {
    const isOrdinary = position > 0 && position < ids.length - 1 && !masked.has(position);
    if (!isOrdinary || random.next() >= rate) return id;
    const other = plain[random.below(plain.length)]?.ids ?? ids;
    return other[1 + random.below(other.length - 2)] ?? id;
  });
  return { ids: noisy, positions, targets };
}

/**
 * A word between a few tokens of another text, with some of its tokens masked, never all: what belongs to what within
 * it, whatever stands around it. A gap of several masks is filled one after the other, so each token of a word has to
 * be known by the others.
 *
 * @param word the tokens, two or more.
 */
export function transplanted(word: Int32Array, other: Example, mask: number, random: Random): MaskedExample {
  const place = 1 + random.below(other.ids.length - 1);
  const before = other.ids.subarray(Math.max(1, place - 1 - random.below(transplantContext)), place);
  const behind = other.ids.subarray(
    place,
    Math.min(place + random.below(transplantContext), other.ids.length - 1),
  );
  const ids = Int32Array.of(other.ids[0] ?? 0, ...before, ...word, ...behind, other.ids.at(-1) ?? 0);
  const start = 1 + before.length;
  const order = random.shuffle([...word.keys()]);
  const hidden = order.slice(0, 1 + random.below(word.length - 1)).sort((a, b) => a - b);
  for (const index of hidden) ids[start + index] = mask;
  return {
    ids,
    positions: Int32Array.from(hidden, (index) => start + index),
    targets: Int32Array.from(hidden, (index) => word[index] ?? 0),
  };
}

/**
 * Masks that stay the same for all evaluations of a run, the person's own words among them.
 *
 * @returns for each example the one or two ways in which it is masked.
 */
export function frozenMasks(
  examples: readonly Example[],
  { tokenizer, terms }: Pick<LessonMaterial, 'tokenizer' | 'terms'>,
  seed: number,
): MaskedExample[][] {
  const masker = new Masker({ tokenizer, terms });
  return examples.map((example, index) => {
    const random = randomFor(seed, 'evaluation', index);
    const term = masker.maskTerm(example, random);
    return term ? [masker.mask(example, random), term] : [masker.mask(example, random)];
  });
}

/** Masks to measure retention on, the same in every run, so that its figures can be compared. */
export function retentionMasks(
  plain: readonly Example[],
  tokenizer: Tokenizer,
  copies: number,
): MaskedExample[] {
  return Array.from({ length: copies }, (_, seed) =>
    frozenMasks(plain, { tokenizer, terms: [] }, seed).flat(),
  ).flat();
}

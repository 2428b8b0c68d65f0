import type { Example } from '../corpus/examples';
import { longestGap } from '../filling/writtenGaps';
import { Masker, type MaskedExample } from '../masking/masker';
import { matcherOf } from '../masking/termMatcher';
import { randomFor } from '../random';
import type { Tokenizer } from '../tokenizer/tokenizer';
import { BatchOrder } from './batches';
import { Cropper } from './cropper';
import { Definitions } from './definitions';
import type { Settings } from './settings';
import { averaged, rowOf, type TrainingRow } from './trainingRow';
import { transplanted, withNoise } from './variations';

/** The most tokens of a word that is put into sentences: a longer one fills no gap. */
const longestWord = longestGap;

/** What a model is to learn from: the corpus, and plain sentences to keep what it knows. */
export interface LessonMaterial {
  readonly tokenizer: Tokenizer;
  /** The longest row that the model takes, [CLS] and [SEP] included. */
  readonly maxTokens: number;
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
  private readonly definitions: Definitions;
  private readonly cropper: Cropper;
  /** The person's own words that stand in the corpus, those of several tokens. */
  private readonly words: readonly Int32Array[];

  constructor(
    private readonly material: LessonMaterial,
    private readonly settings: Settings,
  ) {
    this.order = new BatchOrder(material.training, settings.batchTokens, settings.seed);
    this.masker = new Masker({ tokenizer: material.tokenizer, terms: material.terms });
    this.definitions = new Definitions(material.training, material.tokenizer);
    this.cropper = new Cropper(material.tokenizer);
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
    const { termShare, turnShare, cropShare, contextNoise } = this.settings;
    const term = random.next() < termShare ? this.masker.maskTerm(example, random) : undefined;
    if (!term) return this.masker.mask(example, random);
    const definition = this.definitions.in(example, term);
    const isTurned = definition !== undefined && random.next() < turnShare;
    const told = isTurned ? this.definitions.turned(term, definition, random) : term;
    const shown = random.next() < cropShare ? this.cropper.crop(told, random) : told;
    // A sentence that fills the model's window may have no room to be turned round.
    const fitting = this.fits(shown) ? shown : term;
    return withNoise(fitting, this.material.plain, contextNoise * random.next(), random);
  }

  /** Words of the person's own in the company of plain sentences, all words as often as each other. */
  private transplantsAt(step: number, count: number): TrainingRow[] {
    const { tokenizer, plain } = this.material;
    const random = randomFor(this.settings.seed, 'transplants', step);
    return Array.from({ length: count }, () => {
      const word = random.pick(this.words);
      const other = random.pick(plain);
      return word && other ? [rowOf(transplanted(word, other, tokenizer.special.mask, random))] : [];
    })
      .flat()
      .filter((row) => this.fits(row));
  }

  private fits({ ids }: Pick<MaskedExample, 'ids'>): boolean {
    return ids.length <= this.material.maxTokens;
  }

  private replayAt(step: number, count: number): TrainingRow[] {
    const { replay } = this.material;
    const random = randomFor(this.settings.seed, 'replay', step);
    return Array.from({ length: count }, () => random.pick(replay)).filter((row) => row !== undefined);
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

import * as l10n from '@vscode/l10n';
import { isChinese } from './clean';
import { passagesOf } from './passages';
import { PassageSample, type Passage } from './passageSample';
import type { TextItem } from './textItem';
import type { Skipped } from './skipped';
import { specialNames } from './specialNames';

/** Clean text to train on, and to test with where the corpus came with a test set. */
export interface Corpus {
  /** Passages of one sentence or a few that belong together; no sentence occurs twice. */
  train: string[];
  /** Held out by whoever made the corpus; no sentence of it is in `train`. */
  test?: string[];
  report: CorpusReport;
}

/** What was read and what was left out. */
export interface CorpusReport {
  /** New sentences of each file. */
  sources: { path: string; sentences: number }[];
  sentences: number;
  /** How many sentences there were, where they were too many to be held; `sentences` of them were taken evenly. */
  sampledFrom?: number;
  /** Sentences left out because they were there already, differing at most in punctuation and spaces. */
  duplicates: number;
  skipped: Skipped[];
}

/** The special tokens of BERT, written out: text that has gaps, or that comes out of a tokenizer. */
const specialToken = new RegExp(String.raw`\[(?:${specialNames})\]`, 'u');

/** A file as it is read. */
export interface Source {
  /** What messages call it. */
  readonly path: string;
  /** Sentences of it that are in the corpus; known when that is complete. */
  sentences: number;
  /** Passages that were fit to be used, known ones included. */
  passages: number;
  /** Why the first passage in Chinese that was left out was, and its line. */
  leftOut?: { reason: string; line: number };
}

/** Collects what the readers find; decides what is fit to be trained on; keeps each sentence once. */
export class CorpusBuilder {
  private readonly sources: Source[] = [];
  private readonly train: PassageSample<Source>;
  /** Test passages wait until the training text is complete, as sentences of that are left out of them. */
  private readonly heldOut: PassageSample<Source>;
  private readonly skipped = new Map<string, Skipped>();

  /** @param capacity the most characters to be held of the training text, and of the test set. */
  constructor(capacity: number) {
    this.train = new PassageSample(capacity);
    this.heldOut = new PassageSample(capacity);
  }

  /** Every file that is begun is in the report. */
  begin(path: string): Source {
    const source: Source = { path, sentences: 0, passages: 0 };
    this.sources.push(source);
    return source;
  }

  /** Whether text of a file is in the corpus. */
  hasTextOf(path: string): boolean {
    return this.sources.some((source) => source.path === path && source.passages > 0);
  }

  add({ text, line, heldOut, leftOut }: TextItem, source: Source): void {
    if (leftOut !== undefined) {
      this.skip(leftOut, `${source.path}:${line}`);
      return;
    }
    for (const passage of passagesOf(text)) {
      const flaw = flawOf(passage.join(''));
      if (flaw !== undefined) {
        const reason = flawInWords(flaw);
        if (flaw !== 'notChinese') source.leftOut ??= { reason, line };
        this.skip(reason, `${source.path}:${line}`);
        continue;
      }
      source.passages++;
      (heldOut ? this.heldOut : this.train).add(passage, source);
    }
  }

  /** Records that a file of a folder was left out. */
  leaveOut(problem: string): void {
    this.skipped.set(problem, { reason: problem });
  }

  private skip(reason: string, where: string): void {
    const known = this.skipped.get(reason);
    this.skipped.set(reason, { reason, count: (known?.count ?? 0) + 1, where: known?.where ?? where });
  }

  /** Where there is nothing but a test set, it is what is trained on. */
  build(): Corpus {
    const train = this.train.passages();
    this.heldOut.leaveOut(this.train);
    const test = this.heldOut.passages();
    const held = [...train, ...test];
    for (const { source, sentences } of held) source.sentences += sentences;
    const sentences = held.reduce((sum, passage) => sum + passage.sentences, 0);
    const dropped = this.train.dropped + this.heldOut.dropped;
    const [trainTexts = [], testTexts = []] = [train, test].map(textsOf).filter(({ length }) => length > 0);
    return {
      train: trainTexts,
      ...(testTexts.length > 0 && { test: testTexts }),
      report: {
        sources: this.sources.map(({ path, sentences }) => ({ path, sentences })),
        sentences,
        ...(dropped > 0 && { sampledFrom: sentences + dropped }),
        duplicates: this.train.duplicates + this.heldOut.duplicates,
        skipped: [...this.skipped.values()],
      },
    };
  }
}

function textsOf(passages: readonly Passage<Source>[]): string[] {
  return passages.map(({ text }) => text);
}

/** Why a passage is not fit to be trained on. */
type Flaw = 'specialToken' | 'unreadable' | 'notChinese';

function flawOf(text: string): Flaw | undefined {
  if (specialToken.test(text)) return 'specialToken';
  if (text.includes('\ufffd')) return 'unreadable';
  return isChinese(text) ? undefined : 'notChinese';
}

function flawInWords(flaw: Flaw): string {
  switch (flaw) {
    case 'specialToken':
      return l10n.t('has [MASK] or another special mark of the model where words should be');
    case 'unreadable':
      return l10n.t('has characters in it that cannot be read');
    case 'notChinese':
      return l10n.t('is not Chinese');
  }
}

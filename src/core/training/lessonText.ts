import { createHash } from 'node:crypto';
import { corpusFromText, readCorpus, type Corpus } from '../corpus/readCorpus';
import { splitSentences } from '../corpus/split';
import type { FineTuneRequest } from './request';

/** Where a corpus comes from: files and folders, or a text at hand. */
export type CorpusSource = Pick<FineTuneRequest, 'files' | 'text'>;

/** The sentences of a corpus, as a run learns from them and checks with them. */
export interface LessonText {
  readonly corpus: Corpus;
  readonly training: readonly string[];
  readonly validation: readonly string[];
  /** Of all of these sentences. */
  readonly hash: string;
}

/** Reads a corpus and splits it by the seed, unless it comes with sentences to check with. @throws UserError */
export async function readLessonText(source: CorpusSource, seed: number): Promise<LessonText> {
  const corpus = await corpusOf(source);
  const { training, validation } = corpus.test
    ? { training: corpus.train, validation: corpus.test }
    : splitSentences(corpus.train, seed);
  return { corpus, training, validation, hash: hashOf([...training, '', ...validation]) };
}

async function corpusOf({ files, text }: CorpusSource): Promise<Corpus> {
  if (text) return corpusFromText(text.content, text.name);
  return readCorpus(files ?? []);
}

function hashOf(lines: readonly string[]): string {
  const hash = createHash('sha256');
  for (const line of lines) hash.update(`${line}\n`);
  return hash.digest('hex');
}

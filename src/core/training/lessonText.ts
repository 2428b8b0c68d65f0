import { createHash } from 'node:crypto';
import type { CorpusSource } from '../corpus/corpusSource';
import { corpusFromText, readCorpus, type Corpus, type Reading } from '../corpus/readCorpus';
import { mostCharacters } from '../corpus/passageSample';
import { splitSentences, type Split } from '../corpus/split';
import type { FineTuneRequest } from './request';
import { defaultBatchTokens } from './settings';

/** The sentences of a corpus, as a run learns from them and checks with them. */
export interface LessonText extends Split {
  readonly corpus: Corpus;
  /** Of all of these sentences. */
  readonly hash: string;
}

/** The most characters of a corpus that a run holds: as many as it can learn from, since a token has one or more. */
export function capacityFor({
  steps = 0,
  batchTokens = defaultBatchTokens,
}: Pick<FineTuneRequest, 'steps' | 'batchTokens'>): number {
  return Math.max(mostCharacters, steps * batchTokens);
}

/** Reads a corpus and splits it by the seed, unless it comes with sentences to check with. @throws UserError */
export async function readLessonText(
  source: CorpusSource,
  seed: number,
  reading: Reading = {},
): Promise<LessonText> {
  const corpus = await corpusOf(source, reading);
  const split = corpus.test
    ? { training: corpus.train, validation: corpus.test, checkedOnItself: false }
    : splitSentences(corpus.train, seed);
  return { ...split, corpus, hash: hashOf([...split.training, '', ...split.validation]) };
}

function corpusOf(source: CorpusSource, reading: Reading): Promise<Corpus> {
  if ('files' in source) return readCorpus(source.files, reading);
  const { name, content } = source.text;
  return corpusFromText(content, name, reading.capacity);
}

function hashOf(lines: readonly string[]): string {
  const hash = createHash('sha256');
  for (const line of lines) hash.update(`${line}\n`);
  return hash.digest('hex');
}

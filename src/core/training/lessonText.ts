import { createHash } from 'node:crypto';
import type { CorpusSource } from '../corpus/corpusSource';
import { corpusFromText, readCorpus, type Corpus, type Reading } from '../corpus/readCorpus';
import { mostCharacters } from '../corpus/passageSample';
import { splitSentences, type Split } from '../corpus/split';
import { matcherOf } from '../masking/termMatcher';
import type { FineTuneRequest } from './request';
import { defaultBatchTokens } from './settings';

/** The most characters of a corpus that a run holds: as many as it can learn from, since a token has one or more. */
export function capacityFor({
  steps = 0,
  batchTokens = defaultBatchTokens,
}: Pick<FineTuneRequest, 'steps' | 'batchTokens'>): number {
  return Math.max(mostCharacters, steps * batchTokens);
}

/** @throws UserError */
export function readCorpusOf(source: CorpusSource, reading: Reading = {}): Promise<Corpus> {
  if ('files' in source) return readCorpus(source.files, reading);
  const { name, content, language } = source.text;
  return corpusFromText(content, name, { ...reading, language });
}

/** The same for the same text, however it is split. */
export function hashOfCorpus({ train, test = [] }: Corpus): string {
  const hash = createHash('sha256');
  for (const sentence of [...train, '', ...test]) hash.update(`${sentence}\n`);
  return hash.digest('hex');
}

/**
 * Splits a corpus by the seed, unless it comes with sentences to check with.
 *
 * @param terms the person's own words.
 */
export function splitCorpus({ train, test }: Corpus, terms: readonly string[], seed: number): Split {
  if (test) return { training: train, validation: test, checkedOnItself: false };
  const termsIn = matcherOf(terms);
  return splitSentences(train, seed, (sentence) => termsIn(sentence).map(({ term }) => term));
}

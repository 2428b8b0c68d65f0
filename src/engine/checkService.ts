/** Reads a corpus to tell what a run would learn from it. */
import { splitIntoSentences } from '../core/corpus/sentences';
import { prepare } from '../core/training/preparation';
import type { CheckRequest, CorpusCheck } from '../protocol/engine';
import { plannedRequest } from './corpusRequest';
import { proposeProbes } from './probes';

/** @throws {UserError} when there is nothing to learn from, or the base model is not usable */
export async function checkCorpus(request: CheckRequest): Promise<CorpusCheck> {
  const { report, terms, newCharacters, training } = await prepare(plannedRequest(request));
  const { sentences, duplicates, skipped } = report;
  return {
    sentences,
    duplicates,
    skipped,
    terms,
    newCharacters,
    probes: proposeProbes(
      training.flatMap(({ text }) => splitIntoSentences(text)),
      terms,
    ),
  };
}

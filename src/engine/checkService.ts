/** Reads a corpus to tell what a run would learn from it. */
import { splitIntoSentences } from '../core/corpus/sentences';
import { UserError } from '../core/errors';
import { embeddedName } from '../core/modelFiles/embeddedModel';
import { checkHead, untrainedHeadWarning } from '../core/training/headCheck';
import { prepare, type Preparation } from '../core/training/preparation';
import type { CheckRequest, CorpusCheck } from '../protocol/engine';
import { plannedRequest } from './corpusRequest';
import { proposeProbes } from './probes';

/** @throws {UserError} when there is nothing to learn from, or the base model is not usable or knows too little */
export async function checkCorpus(request: CheckRequest): Promise<CorpusCheck> {
  return checkPrepared(await prepare(plannedRequest(request)), request);
}

/**
 * The same of a corpus that has been read.
 *
 * @throws {UserError} when the base model knows too little
 */
export async function checkPrepared(
  { report, terms, newCharacters, training, model }: Preparation,
  { base }: CheckRequest,
): Promise<CorpusCheck> {
  if (base !== embeddedName && !(await checkHead(model)).isTrained) {
    throw new UserError(untrainedHeadWarning());
  }
  const { sentences, sampledFrom, duplicates, skipped } = report;
  return {
    sentences,
    ...(sampledFrom !== undefined && { sampledFrom }),
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

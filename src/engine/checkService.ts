/** Reads a corpus to tell what a run would learn from it. */
import { splitIntoSentences } from '../core/corpus/sentences';
import { prepare, type Preparation } from '../core/training/preparation';
import type { CheckRequest, CorpusCheck } from '../protocol/engine';
import { plannedRequest } from './plannedRequest';
import { proposeProbes } from './proposeProbes';

/** @throws {UserError} when there is nothing to learn from, or the base model is not usable */
export async function checkCorpus(request: CheckRequest): Promise<CorpusCheck> {
  return checkPrepared(await prepare(plannedRequest(request)));
}

/** The same of a corpus that has been read. */
export function checkPrepared(preparation: Preparation): CorpusCheck {
  const { report, terms, newCharacters, checkedOnItself } = preparation;
  const { sentences, sampledFrom, duplicates, skipped } = report;
  return {
    sentences,
    ...(sampledFrom !== undefined && { sampledFrom }),
    ...(checkedOnItself && { checkedOnItself }),
    duplicates,
    skipped,
    terms,
    newCharacters,
    probes: proposeProbes(sentencesToShow(preparation), terms),
  };
}

/** Sentences that the person set aside to check with come first: they tell more than those that are learnt. */
function sentencesToShow({ training, validation, hasOwnValidation }: Preparation): string[] {
  const examples = hasOwnValidation ? [...validation, ...training] : training;
  return examples.flatMap(({ text }) => splitIntoSentences(text));
}

import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { tokenCount } from '../bert/batch';
import { merged, readModel } from '../bert/readModel';
import { trainableModel, type TrainableModel } from '../bert/trainable';
import { withVocabulary } from '../bert/vocabulary';
import { toExamples, type Example } from '../corpus/examples';
import { replaySentences, retentionSentences } from '../corpus/plainSentences';
import type { CorpusReport } from '../corpus/readCorpus';
import { UserError } from '../errors';
import type { Device } from '../graph/devices/device';
import { specialIds } from '../masking/vocabulary';
import { recordedName } from '../modelFiles/embeddedModel';
import { sha256OfWeights } from '../modelFiles/hash';
import type { Model } from '../modelFiles/modelFolder';
import { modelPlace } from '../modelFiles/modelPlace';
import type { RunRecord } from '../modelFiles/runRecord';
import { parameterCount } from '../modelFiles/weights';
import { randomFor } from '../random';
import { unknownCharacters, withCharacters } from '../tokenizer/newCharacters';
import type { Tokenizer } from '../tokenizer/tokenizer';
import { stepsOf } from './batches';
import { termsFor } from './lessonTerms';
import { capacityFor, hashOfCorpus, readCorpusOf, splitCorpus } from './lessonText';
import type { OnPreparing } from './preparing';
import type { FineTuneRequest } from './request';
import { chooseSettings, defaultBatchTokens, type Settings, type Sizes } from './settings';

/** Everything that is known before the first step. */
export interface Preparation {
  readonly settings: Settings;
  readonly report: CorpusReport;
  /** The most characters of the corpus that are held, and a hash of those that are. */
  readonly corpusCapacity: number;
  readonly corpusHash: string;
  /** The base model as it was read. */
  readonly base: RunRecord['base'];
  /** The words that it was taught on purpose. */
  readonly baseTerms: readonly string[];
  /** The same, with the corpus's new characters in its vocabulary. */
  readonly model: Model;
  /** Words whose embeddings LoRA learns too: those new to the vocabulary, and those that the terms consist of. */
  readonly ownIds: readonly number[];
  readonly newCharacters: readonly string[];
  readonly terms: readonly string[];
  readonly training: readonly Example[];
  readonly validation: readonly Example[];
  /** Whether the corpus came with the sentences to validate with. */
  readonly hasOwnValidation: boolean;
  /** Whether these are what it is trained on, as there is too little text to keep anything aside. */
  readonly checkedOnItself: boolean;
  /** Plain sentences to replay, and others to measure what was kept. */
  readonly replay: readonly Example[];
  readonly retention: readonly Example[];
}

/** Windows to validate with; more would make each evaluation longer than what it tells is worth. */
const mostValidation = 256;

/**
 * Reads and checks the corpus and the base model, and decides how to train.
 *
 * @param signal ends the reading of the corpus.
 * @throws UserError; what `signal` was aborted with
 */
export async function prepare(
  request: FineTuneRequest,
  signal?: AbortSignal,
  onPreparing?: OnPreparing,
): Promise<Preparation> {
  const seed = request.seed ?? 0;
  const capacity = capacityFor(request);
  const corpus = await readCorpusOf(request, {
    capacity,
    onProgress: (share) => onPreparing?.('text', share),
    signal,
  });
  onPreparing?.('model', 0);
  const read = await readModel(request.base);
  await requireElsewhere(request.out, read.folders);
  const original = await merged(read);

  const newCharacters = unknownCharacters(original.tokenizer, [...corpus.train, ...(corpus.test ?? [])]);
  const { model, newIds } = withVocabulary(original, withCharacters(original.tokenizer, newCharacters));
  const examplesOf = (sentences: readonly string[]): Example[] =>
    toExamples(sentences, model.tokenizer, model.config.maxPositions);
  const retention = examplesOf(retentionSentences);
  requireChinese(retention, model.tokenizer);
  const { terms, flaws } = termsFor(request, corpus.train, model.tokenizer);
  const { training, validation, checkedOnItself } = splitCorpus(corpus, terms, seed);
  const examples = examplesOf(training);
  if (examples.length === 0) throw new UserError(l10n.t('The text has no words to learn from.'));

  const termIds = terms.flatMap((term) => model.tokenizer.encode(term).ids);
  return {
    settings: chooseSettings(
      { ...request, ...stepsAskedFor(request, examples, seed) },
      sizesOf({ model, terms, training: examples }),
    ),
    report: { ...corpus.report, skipped: [...corpus.report.skipped, ...flaws.map((reason) => ({ reason }))] },
    corpusCapacity: capacity,
    corpusHash: hashOfCorpus(corpus),
    base: await recordOf(request.base),
    baseTerms: read.terms,
    model,
    ownIds: [...new Set([...newIds, ...termIds])],
    newCharacters,
    terms,
    training: examples,
    validation: randomFor(seed, 'validation').shuffle(examplesOf(validation)).slice(0, mostValidation),
    hasOwnValidation: corpus.test !== undefined,
    checkedOnItself,
    replay: examplesOf(replaySentences),
    retention,
  };
}

/** Of a model that knows nothing in plain sentences, it could not be measured what is kept. */
function requireChinese(plain: readonly Example[], tokenizer: Tokenizer): void {
  const special = specialIds(tokenizer);
  if (plain.some(({ ids }) => ids.some((id) => !special.has(id)))) return;
  throw new UserError(
    l10n.t(
      'The base model knows none of the characters of plain Chinese sentences: it was made for other languages. Please start from another model.',
    ),
  );
}

/** A result in place of what the base model stands on would leave neither. */
async function requireElsewhere(out: string, folders: readonly string[]): Promise<void> {
  if (!existsSync(out) || !folders.includes(await realpath(out))) return;
  throw new UserError(
    l10n.t('The base model needs what is in the folder {0}. Please choose another one for the result.', out),
  );
}

function stepsAskedFor(
  { epochs, batchTokens = defaultBatchTokens }: FineTuneRequest,
  examples: readonly Example[],
  seed: number,
): Pick<FineTuneRequest, 'steps'> {
  return epochs === undefined ? {} : { steps: stepsOf(epochs, examples, batchTokens, seed) };
}

async function recordOf(base: string): Promise<RunRecord['base']> {
  const path = resolve(await modelPlace(base));
  return { name: recordedName(path), path, sha256: await sha256OfWeights(path) };
}

/** The sizes that settings are chosen by. */
export function sizesOf({
  model,
  terms,
  training,
}: Pick<Preparation, 'model' | 'terms' | 'training'>): Sizes {
  return {
    examples: training.length,
    meanTokens: tokenCount(training) / training.length,
    terms: terms.length,
    parameters: parameterCount(model.weights),
  };
}

/** The model as a run begins to train it. */
export function trainableFor({ settings, model, ownIds }: Preparation, device: Device): TrainableModel {
  const random = randomFor(settings.seed, 'initial LoRA');
  return trainableModel(model, settings.method, { ownIds, random, device });
}

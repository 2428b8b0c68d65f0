import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { unlessUserError, UserError } from '../errors';
import { shortened } from '../foreignText';
import {
  isAdapterFolder,
  leavesOutputLayer,
  readAdapterFolder,
  requireFit,
  type Adapter,
} from '../modelFiles/adapterFolder';
import { embeddedModel, isEmbedded } from '../modelFiles/embeddedModel';
import { sha256OfWeights } from '../modelFiles/hash';
import { cachedModel, hubCache, isHubId } from '../modelFiles/hubCache';
import { readModelFolder, type Model } from '../modelFiles/modelFolder';
import { holdsModel, modelPlace } from '../modelFiles/modelPlace';
import { leadsToOtherHost } from '../modelFiles/otherHosts';
import { hasRunRecord, readRunRecord, type RunRecord } from '../modelFiles/runRecord';
import { withoutSpareRows } from '../modelFiles/spareRows';
import { hasTokenizer } from '../tokenizer/readFiles';
import { readTokenizer } from '../tokenizer/tokenizer';
import type { Weights } from '../modelFiles/weights';
import { explainingUnreadable } from '../unreadable';
import { LowRankSum } from './lowRankSum';
import { names } from './parameters';
import { withVocabulary } from './vocabulary';

/** A model as its folder tells it: a base model, or an adapter on top of one. */
export interface ReadModel extends Model {
  readonly adapter?: Adapter;
  /** Where it comes from, if a run of this program has made it. */
  readonly record?: RunRecord;
  /** The words that it was taught on purpose by all runs that led to it, the last one's first, each once. */
  readonly terms: readonly string[];
  /** All folders that it needs, without links: its own, then those of the models it was learnt on. */
  readonly folders: readonly string[];
}

/**
 * Reads a base model's folder, a full result's, or an adapter's with the base model it belongs to, where `modelPlace`
 * says that they are.
 *
 * @throws UserError saying what is missing or does not fit, or cannot be read.
 */
export async function readModel(nameOrDir: string): Promise<ReadModel> {
  return explainingUnreadable(nameOrDir, async () => readFolder(await modelPlace(nameOrDir), []));
}

/** @param above the folders of the adapters that name this one as their base. */
async function readFolder(dir: string, above: readonly string[]): Promise<ReadModel> {
  if (!isAdapterFolder(dir)) {
    const record = await recordOfWhole(dir);
    return {
      ...(await readModelFolder(dir)),
      ...(record && { record }),
      terms: termsOf(record),
      folders: [await realpath(dir)],
    };
  }
  const stored = await readAdapterFolder(dir);
  const record = hasRunRecord(dir) ? await readRunRecord(dir) : undefined;
  const baseDir = await modelPlace(baseOf(dir, stored, record), stored.config.revision);
  const folder = await realpath(dir);
  const adapters = [...above, folder];
  if (adapters.includes(await realpath(baseDir))) throw circle(dir, baseDir);
  const below = await readFolder(baseDir, adapters);
  const base = await merged(below);
  if (record) await requireSameWeights(dir, baseDir, record);
  const rows = stored.weights.get(names.words)?.shape[0] ?? base.config.vocabSize;
  const tokenizer = hasTokenizer(dir) ? await readTokenizer(dir, rows) : base.tokenizer;
  const grown = withVocabulary(base, tokenizer).model;
  const adapter = { ...stored, weights: withoutSpareRows(stored.weights, grown.config.vocabSize) };
  requireFit(adapter, base.config, dir);
  return {
    ...withOutputLayerOf(adapter, grown),
    adapter,
    ...(record && { record }),
    terms: termsOf(record, below.terms),
    folders: [folder, ...below.folders],
  };
}

/**
 * A head that was trained as a whole has an output layer of its own, also where the base model's shares the embeddings;
 * so has a model of which the embeddings alone were trained.
 */
function withOutputLayerOf(adapter: Adapter, base: Model): Model {
  const left = base.config.tiedEmbeddings && leavesOutputLayer(adapter) ? names.words : names.decoder;
  const decoder = adapter.weights.get(names.decoder) ?? base.weights.get(left);
  if (!decoder) return base;
  const config = { ...base.config, tiedEmbeddings: false };
  return { ...base, config, weights: new Map([...base.weights, [names.decoder, decoder]]) };
}

/** The same model without an adapter: what was learnt is added to the weights. */
export async function merged(model: ReadModel): Promise<Model> {
  const { config, weights, tokenizer, adapter } = model;
  if (!adapter) return { config, weights, tokenizer };
  const sum = await LowRankSum.load();
  const added: Weights = new Map();
  try {
    for (const [name, weight] of weights) {
      added.set(name, adapter.weights.get(name) ?? (await sum.of(name, weight, adapter)));
    }
  } finally {
    await sum.release();
  }
  return { config, weights: added, tokenizer };
}

/** @param below the terms of the base model. */
function termsOf(record: RunRecord | undefined, below: readonly string[] = []): string[] {
  return [...new Set([...(record?.terms ?? []), ...(record?.baseTerms ?? []), ...below])];
}

/** A model that is whole in itself can be used without its record, whoever wrote a file of that name. */
async function recordOfWhole(dir: string): Promise<RunRecord | undefined> {
  return hasRunRecord(dir) ? unlessUserError(readRunRecord(dir)) : undefined;
}

/**
 * The folder of an adapter's base model, as its record has it, or as its config does, which is easily corrected where the
 * model has moved; of a model that is named by its id on a hub, that in the cache of Hugging Face's libraries. What is on
 * a stranger's host is not looked at.
 */
function baseOf(dir: string, { config }: Adapter, record: RunRecord | undefined): string {
  if (record && isEmbedded(record.base)) return embeddedModel();
  const named = [record?.base.path, config.base].filter((base) => typeof base === 'string');
  const [base] = named;
  if (base === undefined) throw withoutBase(dir);
  const found = named
    .filter((path) => !leadsToOtherHost(path, resolve(dir)))
    .flatMap((path) => [resolve(dir, path), resolve(path), ...(isHubId(path) ? [cachedModel(path)] : [])])
    .find(holdsModel);
  if (found === undefined)
    throw isHubId(base) ? notInCache(dir, base, config.revision) : missingBase(dir, base);
  return found;
}

function withoutBase(dir: string): UserError {
  return new UserError(
    l10n.t(
      'The adapter {0} does not say what its base model is. Please write the folder of that model into “base_model_name_or_path” in its adapter_config.json.',
      dir,
    ),
  );
}

function missingBase(dir: string, base: string): UserError {
  return new UserError(
    l10n.t(
      'The model in {0} was learnt on top of the base model {1}, which is not there. Please bring it there, or write the folder where it is into “base_model_name_or_path” in adapter_config.json.',
      dir,
      shortened(base),
    ),
  );
}

function notInCache(dir: string, base: string, revision: string | undefined): UserError {
  return new UserError(
    l10n.t(
      'The adapter {0} belongs to the base model {1}, which is not in the Hugging Face cache {2}. Please download it there with “hf download {3}”, or write the folder where it is into “base_model_name_or_path” in adapter_config.json.',
      dir,
      shortened(base),
      hubCache(),
      shortened(revision === undefined ? base : `${base} --revision ${revision}`),
    ),
  );
}

function circle(dir: string, base: string): UserError {
  return new UserError(
    l10n.t(
      'The adapter {0} names {1} as its base model, which leads back to the adapter itself. Please correct “base_model_name_or_path” in its adapter_config.json.',
      dir,
      shortened(base),
    ),
  );
}

/** A result belongs to the very weights it was learnt on; a newer version of the program may bring others. */
async function requireSameWeights(dir: string, baseDir: string, { base }: RunRecord): Promise<void> {
  if ((await sha256OfWeights(baseDir)) === base.sha256) return;
  throw new UserError(
    isEmbedded(base)
      ? l10n.t(
          'The model in {0} was learnt on another version of the embedded base model. Please train it again.',
          dir,
        )
      : l10n.t(
          'The model in {0} was learnt on other weights than the base model {1} has now. Please bring those back, or train it again.',
          dir,
          baseDir,
        ),
  );
}

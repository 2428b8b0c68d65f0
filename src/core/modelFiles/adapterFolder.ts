import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { shortened } from '../foreignText';
import { readJsonObject, writeJsonFile } from '../json';
import { type AdapterConfig, adapterConfig, adapterConfigJson, rankOf } from './adapterConfig';
import {
  bertShapes,
  decoderBias,
  decoderWeight,
  dropTiedCopy,
  outputBias,
  withBertPrefix,
  wordEmbeddings,
} from './bertWeights';
import type { BaseModelPrefix, BertConfig } from './config';
import { requireFiles } from './requireFiles';
import { writeSafetensors } from './safetensors';
import type { Weight, Weights } from './weights';
import { readTensors, requireHeld, type StoredTensors } from './storedTensor';
import { openWeightFile } from './weightFiles';

/**
 * A LoRA adapter as files hold it.
 *
 * The weights go by the base model's names: `<layer>.lora_A.weight` [rank, in] and `<layer>.lora_B.weight` [out, rank]
 * for an adapted layer, and those that take the place of the base's by the base's own names; of a vocabulary that
 * grew, all rows of `bert.embeddings.word_embeddings.weight`, of `cls.predictions.bias`, and of
 * `cls.predictions.decoder.weight` where the base's output layer does not share the embeddings.
 */
export interface Adapter {
  config: AdapterConfig;
  weights: Weights;
}

export interface AdapterWriting {
  /** Of the names in the base model's folder, which PEFT will look for the layers in; `bert` in those that we write. */
  baseModelPrefix?: BaseModelPrefix;
  signal?: AbortSignal;
}

const configFile = 'adapter_config.json';
const weightsFile = 'adapter_model.safetensors';
/** Of earlier versions of PEFT. */
const earlierWeightsFile = 'adapter_model.bin';
/** PEFT wraps the model twice, and an adapted layer (hence the biases in it) once more. */
const prefix = 'base_model.model.';
const wrapped = /\.base_layer(?=\.(weight|bias)$)/;
/**
 * With `bias: "all"`, and beside embeddings that grew, PEFT also saves what is inside of its wrappers; what was trained is
 * there by plain names, too.
 */
const inner = /\.(original_module|modules_to_save)\./;
const lowRank = /\.lora_([AB])\.weight$/;
/** Changes by LoRA of what is no dense layer of its own: of embeddings, and of the output layer, which shares them. */
const elsewhere = /\.lora_embedding_[AB]$|^cls\.predictions\.decoder\.lora_/;

export function isAdapterFolder(dir: string): boolean {
  return existsSync(join(dir, configFile));
}

/** The file of an adapter folder that holds its weights. */
export function adapterWeightsFile(dir: string): string {
  const earlier = join(dir, earlierWeightsFile);
  return existsSync(join(dir, weightsFile)) || !existsSync(earlier) ? join(dir, weightsFile) : earlier;
}

/** Reads a folder as PEFT writes it. @throws UserError saying what is missing, damaged or not supported. */
export async function readAdapterFolder(dir: string): Promise<Adapter> {
  const weightsPath = adapterWeightsFile(dir);
  requireFiles(dir, configFile, basename(weightsPath));
  const configPath = join(dir, configFile);
  const config = adapterConfig(await readJsonObject(configPath), configPath);
  const tensors: StoredTensors = new Map();
  for (const [name, tensor] of await openWeightFile(weightsPath)) {
    if (!inner.test(name)) tensors.set(baseName(name), tensor);
  }
  await requireHeld(tensors, [weightsPath], weightsPath);
  requireFillMask(tensors, config, dir);
  requireDense(tensors, dir);
  const weights = await readTensors(tensors);
  dropTiedCopies(weights);
  return { config: config.isNarrowed ? withExactTargets(config, weights) : config, weights };
}

/** The layers by their names, where the settings that PEFT finds them by say less of them than the weights. */
function withExactTargets(config: AdapterConfig, weights: Weights): AdapterConfig {
  return { ...config, targetModules: [...adaptedLayers(weights)], isNarrowed: false };
}

function adaptedLayers(weights: Weights): ReadonlySet<string> {
  return new Set([...weights.keys()].filter((name) => lowRank.test(name)).map(layerOf));
}

/**
 * Writes the files of an adapter into an existing folder, to be called while `writeFolderAtomic` fills it. The bias of the
 * output has both of its names, as an output layer that is not tied to the embeddings reads the second one.
 * The same adapter writes the same bytes.
 */
export async function writeAdapterFiles(
  dir: string,
  { config, weights }: Adapter,
  { baseModelPrefix = 'bert', signal }: AdapterWriting = {},
): Promise<void> {
  const adapted = adaptedLayers(weights);
  const named: Weights = new Map();
  const add = (name: string, weight: Weight): void => {
    named.set(peftName(name, adapted).replace('.bert.', `.${baseModelPrefix}.`), weight);
  };
  for (const [name, weight] of weights) add(name, weight);
  const bias = weights.get(outputBias);
  if (bias) add(decoderBias, bias);
  await writeSafetensors(join(dir, weightsFile), named, { dtype: 'F32', signal });
  await writeJsonFile(join(dir, configFile), adapterConfigJson(config, baseModelPrefix));
}

/**
 * Makes sure that an adapter fits a base model: it changes only tensors that the model has, in their shapes, save that
 * the vocabulary may have grown, and that the output layer may be the adapter's own.
 *
 * @param dir of the adapter, for messages.
 */
export function requireFit({ config, weights }: Adapter, base: BertConfig, dir: string): void {
  const vocabSize = weights.get(wordEmbeddings)?.shape[0] ?? base.vocabSize;
  const tiedEmbeddings = base.tiedEmbeddings && !weights.has(decoderWeight);
  const shapes = bertShapes({ ...base, tiedEmbeddings, vocabSize: Math.max(vocabSize, base.vocabSize) });
  for (const [name, { shape }] of weights) {
    const expected = lowRank.test(name)
      ? lowRankShape(name, shapes, rankOf(config, layerOf(name)))
      : shapes.get(name);
    const partner = name.replace(lowRank, (_, side) => `.lora_${side === 'A' ? 'B' : 'A'}.weight`);
    if (expected?.join() !== shape.join() || !weights.has(partner)) throw misfit(dir, name);
  }
  const grown = tiedEmbeddings ? [outputBias] : [outputBias, decoderWeight];
  for (const name of vocabSize > base.vocabSize ? grown : []) {
    if (!weights.has(name)) throw misfit(dir, name);
  }
}

/** The module of the word embeddings, and those that it is within: PEFT saves what ends in one of `modules_to_save`. */
const modulesOfEmbeddings = ['bert.embeddings.word_embeddings', 'bert.embeddings', 'bert'];

/**
 * Whether the adapter's word embeddings are a copy that PEFT trained by itself (`modules_to_save`), so that the output
 * layer, though tied to the model's, stayed as it was.
 */
export function leavesOutputLayer({ config, weights }: Adapter): boolean {
  const isCopy = config.modulesToSave.some((end) =>
    modulesOfEmbeddings.some((module) => module.endsWith(end)),
  );
  return isCopy && weights.has(wordEmbeddings) && !weights.has(decoderWeight);
}

function misfit(dir: string, name: string): UserError {
  return new UserError(
    l10n.t(
      'The adapter {0} does not fit the model: its tensor {1} is missing or of another shape or place than in the model.',
      dir,
      shortened(name),
    ),
  );
}

/** The part of a model that does another task, such as `classifier`, stands beside those that a fill-mask model has. */
function requireFillMask(tensors: StoredTensors, { task }: AdapterConfig, dir: string): void {
  const name = [...tensors.keys()].find((candidate) => !/^(bert|cls)\./.test(candidate));
  if (name === undefined) return;
  throw new UserError(
    l10n.t(
      'The adapter {0} was trained for another task than completing [MASK] ({1}). Please use one that was trained on a model for fill-mask.',
      dir,
      shortened(task === undefined ? name : `${task}: ${name}`),
    ),
  );
}

function requireDense(tensors: StoredTensors, dir: string): void {
  const name = [...tensors.keys()].find((candidate) => elsewhere.test(candidate));
  if (name === undefined) return;
  throw new UserError(
    l10n.t(
      'The adapter {0} changes the words’ embeddings or the output layer by LoRA ({1}), which is not supported; train it on the layers between them.',
      dir,
      shortened(name),
    ),
  );
}

function lowRankShape(
  name: string,
  shapes: ReadonlyMap<string, number[]>,
  rank: number,
): number[] | undefined {
  const [outputs, inputs] = shapes.get(`${layerOf(name)}.weight`) ?? [];
  if (outputs === undefined || inputs === undefined || !/^bert\.encoder\.|^cls\./.test(name))
    return undefined;
  return name.endsWith('.lora_A.weight') ? [rank, inputs] : [outputs, rank];
}

function layerOf(name: string): string {
  return name.replace(/\.(lora_[AB]\.)?(weight|bias)$/, '');
}

function baseName(name: string): string {
  const bare = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  return withBertPrefix(bare.replace(wrapped, ''));
}

function peftName(name: string, adapted: ReadonlySet<string>): string {
  const inner =
    adapted.has(layerOf(name)) && !lowRank.test(name)
      ? name.replace(/\.(weight|bias)$/, '.base_layer$&')
      : name;
  return prefix + inner;
}

/** PEFT saves the output layer beside embeddings that grew: its bias under a second name, its tied weight again. */
function dropTiedCopies(weights: Weights): void {
  const bias = weights.get(decoderBias);
  if (bias) weights.set(outputBias, bias);
  weights.delete(decoderBias);
  dropTiedCopy(weights);
}

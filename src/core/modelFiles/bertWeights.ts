import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import type { BertConfig } from './config';
import { readTensors, requireHeld, type StoredTensor, type StoredTensors } from './storedTensor';
import type { Weights } from './weights';
import type { WeightFiles } from './weightFiles';

export const wordEmbeddings = 'bert.embeddings.word_embeddings.weight';
export const outputBias = 'cls.predictions.bias';
export const tokenTypeEmbeddings = 'bert.embeddings.token_type_embeddings.weight';
const taskTypeEmbeddings = 'bert.embeddings.task_type_embeddings.weight';
/** Of the output layer, where it is not the word embeddings' and `outputBias` under a second name. */
export const decoderWeight = 'cls.predictions.decoder.weight';
export const decoderBias = 'cls.predictions.decoder.bias';

/** Names and shapes of all that a BERT masked language model learns, as `BertForMaskedLM` of `transformers` has them. */
export function bertShapes(config: BertConfig): Map<string, number[]> {
  const { hiddenSize: hidden, intermediateSize: inner, vocabSize } = config;
  const shapes = new Map<string, number[]>();
  const linear = (name: string, outputs: number, inputs: number): void => {
    shapes.set(`${name}.weight`, [outputs, inputs]);
    shapes.set(`${name}.bias`, [outputs]);
  };
  const norm = (name: string): void => {
    shapes.set(`${name}.weight`, [hidden]);
    shapes.set(`${name}.bias`, [hidden]);
  };
  shapes.set(wordEmbeddings, [vocabSize, hidden]);
  shapes.set('bert.embeddings.position_embeddings.weight', [config.maxPositions, hidden]);
  shapes.set(tokenTypeEmbeddings, [config.typeVocabSize, hidden]);
  norm('bert.embeddings.LayerNorm');
  for (let index = 0; index < config.layers; index++) {
    const layer = `bert.encoder.layer.${index}`;
    for (const projection of ['query', 'key', 'value']) {
      linear(`${layer}.attention.self.${projection}`, hidden, hidden);
    }
    linear(`${layer}.attention.output.dense`, hidden, hidden);
    norm(`${layer}.attention.output.LayerNorm`);
    linear(`${layer}.intermediate.dense`, inner, hidden);
    linear(`${layer}.output.dense`, hidden, inner);
    norm(`${layer}.output.LayerNorm`);
  }
  linear('cls.predictions.transform.dense', hidden, hidden);
  norm('cls.predictions.transform.LayerNorm');
  shapes.set(outputBias, [vocabSize]);
  if (!config.tiedEmbeddings) shapes.set(decoderWeight, [vocabSize, hidden]);
  return shapes;
}

/**
 * Reads the weights that the model needs, by the names of `BertForMaskedLM`, out of files that may lack the `bert.`
 * prefix, use TensorFlow's names of layer norms, or hold more, such as a pooler. Nothing else is read.
 *
 * ERNIE is a BERT by another name. Its versions 2 and 3 add a task's embedding to each token's: the first task's, unless
 * told otherwise. It is added to the token types' here, as each token has one of these too.
 *
 * Tied weights may stand under either name, or under both. Where these differ, the output layer is the model's own,
 * whatever its config says, as in `transformers`.
 *
 * @throws UserError saying what is missing or does not fit.
 */
export async function readBertWeights(
  { path, files, tensors }: WeightFiles,
  config: BertConfig,
): Promise<Weights> {
  const named: StoredTensors = new Map();
  for (const [name, tensor] of tensors) named.set(canonicalName(name), tensor);
  fromEither(named, outputBias, decoderBias, outputBias);
  if (config.tiedEmbeddings) fromEither(named, wordEmbeddings, wordEmbeddings, decoderWeight);

  const ofItsOwn = { ...config, tiedEmbeddings: config.tiedEmbeddings && !named.has(decoderWeight) };
  const needed: StoredTensors = new Map();
  const missing: string[] = [];
  for (const [name, shape] of [...bertShapes(ofItsOwn), ...taskTypeShapes(config)]) {
    const tensor = named.get(name);
    if (tensor) needed.set(name, fitting(name, tensor, shape, path));
    else missing.push(name);
  }
  if (missing.length > 0) throw missingWeights(missing, path);
  await requireHeld(needed, files, path);
  const weights = withoutTaskTypes(await readTensors(needed));
  if (config.tiedEmbeddings) dropTiedCopy(weights);
  return weights;
}

function taskTypeShapes({ taskTypeVocabSize, hiddenSize }: BertConfig): [name: string, shape: number[]][] {
  return taskTypeVocabSize > 0 ? [[taskTypeEmbeddings, [taskTypeVocabSize, hiddenSize]]] : [];
}

function withoutTaskTypes(weights: Weights): Weights {
  const tasks = weights.get(taskTypeEmbeddings);
  const types = weights.get(tokenTypeEmbeddings);
  if (!tasks || !types) return weights;
  const [, width = 0] = tasks.shape;
  const data = types.data.map((value, index) => value + (tasks.data[index % width] ?? 0));
  const folded = new Map(weights).set(tokenTypeEmbeddings, { ...types, data });
  folded.delete(taskTypeEmbeddings);
  return folded;
}

/** Where tied weights have two names, and the file only one of them. */
function fromEither(named: StoredTensors, name: string, first: string, second: string): void {
  const tensor = named.get(first) ?? named.get(second);
  if (tensor) named.set(name, tensor);
}

/** Leaves out an output layer that is the word embeddings' once more. */
export function dropTiedCopy(weights: Weights): void {
  const embeddings = weights.get(wordEmbeddings)?.data;
  const decoder = weights.get(decoderWeight)?.data;
  if (embeddings && decoder && embeddings.every((value, index) => value === decoder[index])) {
    weights.delete(decoderWeight);
  }
}

function canonicalName(name: string): string {
  const bare = name.replace(/^module\./, ''); // of a model that was trained on several devices
  const full = /^(embeddings|encoder)\./.test(bare) ? `bert.${bare}` : withBertPrefix(bare);
  return full.replace(/LayerNorm\.gamma$/, 'LayerNorm.weight').replace(/LayerNorm\.beta$/, 'LayerNorm.bias');
}

/** What is called so in an ERNIE, a weight or a layer, or several by a pattern, as it is called in a BERT. */
export function withBertPrefix(name: string): string {
  return name.replace(/\bernie(?=\\?\.)/g, 'bert');
}

function fitting(name: string, tensor: StoredTensor, shape: number[], path: string): StoredTensor {
  if (tensor.shape.join() === shape.join()) return tensor;
  throw new UserError(
    l10n.t(
      'In {0} the tensor {1} has the shape {2}, but by config.json it should be {3}.',
      path,
      name,
      tensor.shape.join(' × '),
      shape.join(' × '),
    ),
  );
}

function missingWeights(missing: string[], path: string): UserError {
  if (missing.every((name) => name.startsWith('cls.'))) {
    return new UserError(
      l10n.t(
        '{0} holds a BERT model without the part that completes [MASK] ({1} is missing). Please use a model for fill-mask.',
        path,
        missing[0] ?? '',
      ),
    );
  }
  const named = missing.slice(0, 3).join(', ');
  return missing.length > 3
    ? new UserError(l10n.t('{0} lacks the tensors {1} and {2} more.', path, named, missing.length - 3))
    : new UserError(l10n.t('{0} lacks the tensors {1}.', path, named));
}

import assert from 'node:assert/strict';
import { constant, gather, input, linear, matmul } from '../graph/operators';
import { remembering } from '../graph/remembering';
import type { Tensor } from '../graph/tensor';
import type { Device } from '../graph/devices/device';
import type { Value } from '../graph/runtime';
import type { BertConfig } from '../modelFiles/config';
import { parameterCount, type Weights } from '../modelFiles/weights';
import { names } from './parameters';

/**
 * Where BERT's weights come from. The network is described once over this; frozen weights, trainable ones and LoRA are
 * different answers to the same questions.
 */
export interface Layers {
  /** A weight by its Hugging Face name. */
  weight(name: string): Tensor;
  /** The dense layer `name` applied to x [rows, in]: [rows, out]. */
  dense(name: string, x: Tensor): Tensor;
  /** The word embeddings of ids [rows]: [rows, hidden]. */
  embed(ids: Tensor): Tensor;
  /** Scores of all words for hidden states [rows, hidden], without the output bias: [rows, vocabulary]. */
  decode(hidden: Tensor): Tensor;
}

/** Finds the tensor of a weight by its Hugging Face name. */
export type WeightSource = (name: string) => Tensor;

/**
 * Layers that use weights as they are.
 *
 * @param words the table in which word embeddings are looked up.
 */
export function plainLayers(
  { tiedEmbeddings }: BertConfig,
  weight: WeightSource,
  words: Tensor = weight(names.words),
): Layers {
  return {
    weight,
    dense: (name, x) => linear(x, weight(`${name}.weight`), weight(`${name}.bias`)),
    embed: (ids) => gather(words, ids),
    decode: (hidden) =>
      matmul(hidden, weight(tiedEmbeddings ? names.words : names.decoder), { transposeB: true }),
  };
}

/** Weights that do not change while a graph is used. */
export interface FrozenWeights {
  readonly weight: WeightSource;
  /** What has to be given at each run, under the weights' names. */
  readonly given: Readonly<Record<string, Value>>;
}

/** Frozen weights of more numbers than this (256 MB) are not laid out for speed. */
const mostLaidOut = 64e6;

/**
 * Frozen weights: constants of the graph in a small model, inputs in a large one. The runtime lays constants out for
 * speed, but copies them into each graph, and needs several times their memory while it loads them. Inputs are in
 * memory once, however many graphs read them, and cost a few per cent of speed.
 */
export function frozenWeights(weights: Weights, device: Device = 'cpu'): FrozenWeights {
  if (device !== 'cpu' || parameterCount(weights) <= mostLaidOut) {
    return { weight: constantWeights(weights), given: {} };
  }
  return { weight: inputWeights(shapesOf(weights)), given: Object.fromEntries(weights) };
}

/** The frozen weights that a model in training stands on. */
export interface FrozenBase extends FrozenWeights {
  /** The table in which word embeddings are looked up. */
  readonly words: Tensor;
}

/**
 * A frozen base. On the processor, the table of word embeddings is an input even in a small model: as a constant, the
 * runtime would keep it twice, once as it is for looking words up and once laid out for the scores.
 */
export function frozenBase(weights: Weights, device: Device = 'cpu'): FrozenBase {
  const { weight, given } = frozenWeights(weights, device);
  const words = weights.get(names.words);
  if (device !== 'cpu' || !words || names.words in given)
    return { weight, given, words: weight(names.words) };
  return {
    weight,
    given: { ...given, [names.words]: words },
    words: input(names.words, 'float32', words.shape),
  };
}

/** Weights that the runtime lays out for speed. */
export function constantWeights(weights: Weights): WeightSource {
  return remembering((name) => {
    const weight = weights.get(name);
    assert(weight, `the model has a weight ${name}`);
    return constant(weight.data, weight.shape);
  });
}

export function shapesOf(weights: Weights): Map<string, readonly number[]> {
  return new Map([...weights].map(([name, { shape }]) => [name, shape]));
}

/** Weights that are given at each run under their names. */
export function inputWeights(shapes: ReadonlyMap<string, readonly number[]>): WeightSource {
  return remembering((name) => {
    const shape = shapes.get(name);
    assert(shape, `the model has a weight ${name}`);
    return input(name, 'float32', shape);
  });
}

import * as tf from '@tensorflow/tfjs';
import type { Weight, Weights } from '../../../src/core/modelFiles/weights';
import type { HardExample, SoftExample } from './pytorchOracle';

/** Says nothing about faster ways to run. */
tf.enableProdMode();

/** A BERT masked language model with GELU, as tfjs computes it here: example by example, without padding or masks. */
export interface TfjsModel {
  layers: number;
  heads: number;
  layerNormEps: number;
  /** By Hugging Face state-dict names; the decoder is tied to the word embeddings. */
  weights: Weights;
}

type Parameters = Map<string, tf.Tensor>;

/** The mean cross-entropy over all positions of a batch, as weighted targets. */
export function asSoft(examples: readonly HardExample[]): SoftExample[] {
  const positions = examples.reduce((sum, example) => sum + example.positions.length, 0);
  return examples.map(({ targets, ...input }) => ({
    ...input,
    targetIds: targets.map((target) => [target]),
    targetWeights: targets.map(() => [1 / positions]),
  }));
}

/** -Σ weight · log p(target) over all examples, and its gradient for every parameter. */
export function tfjsLossAndGradients(
  model: TfjsModel,
  examples: readonly SoftExample[],
): { loss: number; gradients: Weights } {
  const names = [...model.weights.keys()];
  const lossOfTensors = (...tensors: tf.Tensor[]): tf.Scalar => {
    const parameters = new Map(names.map((name, index) => [name, present(tensors[index], name)]));
    return tf.addN(examples.map((example) => lossOf(model, parameters, example)));
  };
  const tensors = [...model.weights.values()].map(({ shape, data }) => tf.tensor(data, shape));
  const { value, grads } = tf.valueAndGrads(lossOfTensors)(tensors);
  const gradients = grads.map((gradient): Weight => ({
    shape: gradient.shape,
    data: Float32Array.from(gradient.dataSync()),
  }));
  return {
    loss: value.arraySync(),
    gradients: new Map(names.map((name, index) => [name, present(gradients[index], name)])),
  };
}

function lossOf(model: TfjsModel, parameters: Parameters, example: SoftExample): tf.Scalar {
  const hidden = tf.gather(encode(model, parameters, example.ids), tf.tensor1d(example.positions, 'int32'));
  const logits = head(model, parameters, hidden);
  const targets = tf.oneHot(tf.tensor2d(example.targetIds, undefined, 'int32'), logits.shape[1] ?? 0);
  const weights = tf.sum(tf.mul(targets, tf.expandDims(tf.tensor2d(example.targetWeights), -1)), 1);
  return tf.neg(tf.sum(tf.mul(weights, tf.logSoftmax(logits))));
}

/** Hidden states of the last layer, [tokens, hidden]. */
function encode(model: TfjsModel, parameters: Parameters, ids: number[]): tf.Tensor {
  const rows = (name: string, indices: number[]): tf.Tensor =>
    tf.gather(get(parameters, `bert.embeddings.${name}.weight`), tf.tensor1d(indices, 'int32'));
  const embedded = tf.addN([
    rows('word_embeddings', ids),
    rows('position_embeddings', [...ids.keys()]),
    rows('token_type_embeddings', new Array<number>(ids.length).fill(0)),
  ]);
  let hidden = layerNorm(model, parameters, 'bert.embeddings.LayerNorm', embedded);
  for (let layer = 0; layer < model.layers; layer++) {
    hidden = encoderLayer(model, parameters, `bert.encoder.layer.${layer}`, hidden);
  }
  return hidden;
}

function encoderLayer(model: TfjsModel, parameters: Parameters, name: string, hidden: tf.Tensor): tf.Tensor {
  const attended = linear(
    parameters,
    `${name}.attention.output.dense`,
    attention(model, parameters, `${name}.attention.self`, hidden),
  );
  const middle = layerNorm(model, parameters, `${name}.attention.output.LayerNorm`, tf.add(attended, hidden));
  const inner = gelu(linear(parameters, `${name}.intermediate.dense`, middle));
  const outer = linear(parameters, `${name}.output.dense`, inner);
  return layerNorm(model, parameters, `${name}.output.LayerNorm`, tf.add(outer, middle));
}

/** Every token attends to every token; heads side by side in the last axis of the result. */
function attention(model: TfjsModel, parameters: Parameters, name: string, hidden: tf.Tensor): tf.Tensor {
  const headsOf = (part: string): tf.Tensor[] =>
    tf.split(linear(parameters, `${name}.${part}`, hidden), model.heads, 1);
  const keys = headsOf('key');
  const values = headsOf('value');
  const attended = headsOf('query').map((query, index) => {
    const scores = tf.matMul(query, present(keys[index]), false, true);
    const probabilities = tf.softmax(tf.div(scores, Math.sqrt(query.shape[1] ?? 0)));
    return tf.matMul(probabilities, present(values[index]));
  });
  return tf.concat(attended, 1);
}

/** Logits over the vocabulary, [positions, vocabulary]. */
function head(model: TfjsModel, parameters: Parameters, hidden: tf.Tensor): tf.Tensor {
  const dense = gelu(linear(parameters, 'cls.predictions.transform.dense', hidden));
  const transformed = layerNorm(model, parameters, 'cls.predictions.transform.LayerNorm', dense);
  const words = get(parameters, 'bert.embeddings.word_embeddings.weight');
  return tf.add(tf.matMul(transformed, words, false, true), get(parameters, 'cls.predictions.bias'));
}

function linear(parameters: Parameters, name: string, input: tf.Tensor): tf.Tensor {
  const product = tf.matMul(input, get(parameters, `${name}.weight`), false, true);
  return tf.add(product, get(parameters, `${name}.bias`));
}

function layerNorm(model: TfjsModel, parameters: Parameters, name: string, input: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(input, -1, true);
  const normal = tf.mul(tf.sub(input, mean), tf.rsqrt(tf.add(variance, model.layerNormEps)));
  return tf.add(tf.mul(normal, get(parameters, `${name}.weight`)), get(parameters, `${name}.bias`));
}

function gelu(input: tf.Tensor): tf.Tensor {
  return tf.mul(tf.mul(input, 0.5), tf.add(tf.erf(tf.div(input, Math.SQRT2)), 1));
}

function get(parameters: Parameters, name: string): tf.Tensor {
  return present(parameters.get(name), name);
}

function present<T>(value: T | undefined, name = 'a value'): T {
  if (value === undefined) throw new Error(`${name} is missing`);
  return value;
}

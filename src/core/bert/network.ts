import type { BertConfig } from '../modelFiles/config';
import {
  add,
  constant,
  crossEntropy,
  gather,
  gelu,
  geluNew,
  input,
  layerNorm,
  matmul,
  pad,
  relu,
  reshape,
  softmax,
  transpose,
  unpad,
  type Padding,
} from '../graph/operators';
import type { Dim } from '../graph/shape';
import type { Tensor } from '../graph/tensor';
import type { Layers } from './layers';
import { names } from './parameters';

/**
 * BERT (Devlin et al. 2019) with its masked-language-model head, as a tensor graph.
 *
 * A batch of sentences is one long list of tokens without padding, so that every dense layer is one matrix product over
 * what is there; only attention sees sentences, in a table (`places` = `batch` · `length`) that is padded to the longest.
 * What stands beyond the last attention is computed at the slots alone, as no other position has a say in the loss.
 */
export interface BertInputs {
  /** Token ids [tokens]. */
  readonly ids: Tensor;
  /** The place of each token in its sentence [tokens]. */
  readonly positionIds: Tensor;
  /**
   * 0 for a token and a large negative number for padding [batch, 1, 1, length]; or, for each token that sees, what it
   * sees [batch, 1, length, seen].
   */
  readonly attentionBias: Tensor;
  /** The keys or values that attention sees in place of those of the tokens [tokens, hidden], by the layer's name. */
  readonly seen?: (name: string, own: Tensor) => Tensor;
  /** The tokens in the table that attention sees; they are that table without. */
  readonly padding?: Padding;
  /** The tokens to predict, as numbers of rows of `ids` [slots]; all of them without. */
  readonly slots?: Tensor;
  /** Which of two sentences each token is in [tokens]; all in the first without. */
  readonly sentences?: Tensor;
}

export function bertInputs(): Required<Omit<BertInputs, 'sentences' | 'seen'>> {
  return {
    ids: input('ids', 'int32', ['tokens']),
    positionIds: input('positionIds', 'int32', ['tokens']),
    attentionBias: input('attentionBias', 'float32', ['batch', 1, 1, 'length']),
    padding: {
      places: input('places', 'int32', ['tokens']),
      rows: input('rows', 'int32', ['places']),
      isRow: input('isRow', 'float32', ['places', 1]),
    },
    slots: input('slots', 'int32', ['slots']),
  };
}

/** Scores of all words at the slots: [slots, vocabulary]. */
export function logits(config: BertConfig, layers: Layers, inputs: BertInputs): Tensor {
  const { slots } = inputs;
  let hidden = embeddings(config, layers, inputs);
  for (let index = 0; index < config.layers; index++) {
    const context = attention(config, layers, `${names.layer(index)}.attention`, hidden, inputs);
    const isLast = index === config.layers - 1;
    hidden =
      isLast && slots
        ? beyondAttention(config, layers, names.layer(index), gather(hidden, slots), gather(context, slots))
        : beyondAttention(config, layers, names.layer(index), hidden, context);
  }
  const transformed = activation(config, layers.dense(names.transform, hidden));
  return add(
    layers.decode(norm(config, layers, names.transformNorm, transformed)),
    layers.weight(names.outputBias),
  );
}

/** What the slots should hold, as weighted words: see `crossEntropy`. */
export interface Targets {
  /** Word ids [slots, choices]. */
  readonly targets: Tensor;
  /** Their weights [slots, choices]; they also say how much a slot counts. */
  readonly targetWeights: Tensor;
}

export function targetInputs(): Targets {
  return {
    targets: input('targets', 'int32', ['slots', 'choices']),
    targetWeights: input('targetWeights', 'float32', ['slots', 'choices']),
  };
}

/** The cross-entropy of each slot with its targets, in nats: [slots, 1]. Their sum is the loss of a batch. */
export function slotLosses(scores: Tensor, { targets, targetWeights }: Targets): Tensor {
  return crossEntropy(scores, targets, targetWeights);
}

function embeddings(config: BertConfig, layers: Layers, inputs: BertInputs): Tensor {
  const { ids, positionIds, sentences = constant(Int32Array.of(0), [1]) } = inputs;
  const place = gather(layers.weight(names.positions), positionIds);
  const sentence = gather(layers.weight(names.types), sentences);
  const embedded = add(add(layers.embed(ids), place), sentence);
  return norm(config, layers, names.embeddingNorm, embedded);
}

/** Multi-head self-attention up to the mix of values, before the output layer: [tokens, hidden]. */
function attention(
  { heads, hiddenSize }: BertConfig,
  layers: Layers,
  name: string,
  x: Tensor,
  { attentionBias, padding, seen = (_, own) => own }: BertInputs,
): Tensor {
  const width = hiddenSize / heads;
  const byHead = (tensor: Tensor, length: Dim): Tensor =>
    transpose(
      reshape(padding ? pad(tensor, padding) : tensor, ['batch', length, heads, width]),
      [0, 2, 1, 3],
    );
  const seenByHead = (projection: string): Tensor =>
    byHead(seen(projection, layers.dense(projection, x)), attentionBias.dim(3));
  const query = byHead(layers.dense(`${name}.self.query`, x), 'length');
  const key = seenByHead(`${name}.self.key`);
  const value = seenByHead(`${name}.self.value`);
  const scores = matmul(query, key, { transposeB: true, scale: 1 / Math.sqrt(width) });
  const mixed = transpose(matmul(softmax(add(scores, attentionBias)), value), [0, 2, 1, 3]);
  return padding
    ? unpad(reshape(mixed, [padding.rows.dim(0), hiddenSize]), padding)
    : reshape(mixed, [x.dim(0), hiddenSize]);
}

function beyondAttention(
  config: BertConfig,
  layers: Layers,
  name: string,
  x: Tensor,
  context: Tensor,
): Tensor {
  const attended = norm(
    config,
    layers,
    `${name}.attention.output.LayerNorm`,
    add(layers.dense(`${name}.attention.output.dense`, context), x),
  );
  const inner = activation(config, layers.dense(`${name}.intermediate.dense`, attended));
  return norm(
    config,
    layers,
    `${name}.output.LayerNorm`,
    add(layers.dense(`${name}.output.dense`, inner), attended),
  );
}

function norm({ layerNormEps }: BertConfig, layers: Layers, name: string, x: Tensor): Tensor {
  return layerNorm(x, layers.weight(`${name}.weight`), layers.weight(`${name}.bias`), layerNormEps);
}

function activation(config: BertConfig, x: Tensor): Tensor {
  return { gelu, gelu_new: geluNew, relu }[config.activation](x);
}

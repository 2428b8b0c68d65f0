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
 * what is there; only attention sees sentences, in a table that is padded to the longest. In the last layer the slots
 * alone attend to others, and what stands beyond is computed for them alone, as no other token has a say in the loss.
 */

/** The inputs of the network. */
export interface BertInputs {
  /** Token ids [tokens]. */
  readonly ids: Tensor;
  /** The position of each token in its sentence [tokens]. */
  readonly positionIds: Tensor;
  /** What the tokens attend to. */
  readonly tokens: Attending;
  /**
   * The tokens to predict, as indices into `ids` [slots], and what they attend to. Without it, all tokens are
   * predicted.
   */
  readonly slots?: Attending & { readonly rows: Tensor };
  /**
   * Puts other keys or values in the place of the tokens' own ones [tokens, hidden], those of the layer of that name.
   */
  readonly seen?: (name: string, own: Tensor) => Tensor;
  /** BERT's token types: which of two sentences each token is in [tokens]. Without it, all are in the first. */
  readonly sentences?: Tensor;
}

/** Tokens that attend to others, laid out as a table [batch, length], or in one row [length]. */
export interface Attending {
  readonly length: Dim;
  /**
   * Added to the attention scores: 0 for what is seen, a large negative number for what is not. The shape is
   * [batch, 1, length, seen], or [batch, 1, 1, seen] where all tokens of a sentence see the same. For one row it is
   * [1, length, seen]; the runtime then reads the heads in place, while it has to transpose a table.
   */
  readonly bias: Tensor;
  /** Where the packed tokens stand in the table; absent for one row, in which they stand already. */
  readonly padding?: Padding;
}

/** The inputs of a network that reads sentences of any lengths: see `batchInputs`. */
export function bertInputs() {
  const bias = input('attentionBias', 'float32', ['batch', 1, 1, 'length']);
  return {
    ids: input('ids', 'int32', ['tokens']),
    positionIds: input('positionIds', 'int32', ['tokens']),
    tokens: {
      length: 'length',
      bias,
      padding: {
        places: input('places', 'int32', ['tokens']),
        rows: input('rows', 'int32', ['places']),
        isRow: input('isRow', 'float32', ['places', 1]),
      },
    },
    slots: {
      rows: input('slots', 'int32', ['slots']),
      length: 'slotsOfSentence',
      bias,
      padding: {
        places: input('slotPlaces', 'int32', ['slots']),
        rows: reshape(input('slotRows', 'int32', ['batch', 'slotsOfSentence']), ['slotTable']),
        isRow: input('isSlot', 'float32', ['slotTable', 1]),
      },
    },
  } satisfies BertInputs;
}

/** Scores of all words at the slots: [slots, vocabulary]. */
export function logits(config: BertConfig, layers: Layers, inputs: BertInputs): Tensor {
  const { tokens, slots } = inputs;
  let hidden = embeddings(config, layers, inputs);
  for (let index = 0; index < config.layers; index++) {
    const isLast = index === config.layers - 1;
    const [asking, attending] =
      isLast && slots ? ([gather(hidden, slots.rows), slots] as const) : ([hidden, tokens] as const);
    const context = attention(config, layers, names.layer(index), { asking, attending, hidden }, inputs);
    hidden = beyondAttention(config, layers, names.layer(index), asking, context);
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

/**
 * Multi-head self-attention up to the mix of values, before the output layer: [asking, hidden].
 *
 * @param asking the hidden states of those that attend [asking, hidden]
 * @param hidden those of all tokens [tokens, hidden]
 */
function attention(
  { heads, hiddenSize }: BertConfig,
  layers: Layers,
  layer: string,
  { asking, attending, hidden }: { asking: Tensor; attending: Attending; hidden: Tensor },
  { tokens, seen = (_, own) => own }: BertInputs,
): Tensor {
  const name = `${layer}.attention.self`;
  const width = hiddenSize / heads;
  const batch = attending.bias.shape.slice(0, -3);
  const headsFirst = batch.length === 0 ? [1, 0, 2] : [0, 2, 1, 3];
  const byHead = (tensor: Tensor, padding: Padding | undefined, length: Dim): Tensor =>
    transpose(reshape(padding ? pad(tensor, padding) : tensor, [...batch, length, heads, width]), headsFirst);
  const seenByHead = (projection: string): Tensor =>
    byHead(seen(projection, layers.dense(projection, hidden)), tokens.padding, attending.bias.dim(-1));
  const query = byHead(layers.dense(`${name}.query`, asking), attending.padding, attending.length);
  const key = seenByHead(`${name}.key`);
  const value = seenByHead(`${name}.value`);
  const scores = matmul(query, key, { transposeB: true, scale: 1 / Math.sqrt(width) });
  const mixed = transpose(matmul(softmax(add(scores, attending.bias)), value), headsFirst);
  return attending.padding
    ? unpad(reshape(mixed, [attending.padding.rows.dim(0), hiddenSize]), attending.padding)
    : reshape(mixed, [asking.dim(0), hiddenSize]);
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

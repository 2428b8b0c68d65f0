import { add, addPlaces, broadcastTo, constant, equal, linear, matmul, reshape } from '../graph/operators';
import type { Tensor } from '../graph/tensor';
import type { AdapterConfig } from '../modelFiles/adapterConfig';
import type { BertConfig } from '../modelFiles/config';
import type { Weight, Weights } from '../modelFiles/weights';
import type { Random } from '../random';
import { plainLayers, type FrozenBase, type Layers, type WeightSource } from './layers';
import { encoderDenseLayers, names, type DenseLayer } from './parameters';

/**
 * Low-rank adaptation (Hu et al. 2021): a dense layer's weight W stays as it is and B·A·(alpha/rank) is learnt on top,
 * with A [rank, in] and B [out, rank]. All dense layers of the encoder are adapted; the head (its transform, norm and
 * output bias) and the embeddings of a person's own words, which no base model knows well, are trained as they are.
 */
export interface LoraShape {
  readonly rank: number;
  readonly alpha: number;
}

/** Weights of a LoRA layer by the dense layer's name, as PEFT calls them. */
export const loraNames = {
  a: (layer: string): string => `${layer}.lora_A.weight`,
  b: (layer: string): string => `${layer}.lora_B.weight`,
} as const;

const isFirstMatrix = (name: string): boolean => name.endsWith(loraNames.a(''));

/** What is learnt for a person's own words: a change of their embeddings [words, hidden]. */
const ownWordsName = 'own_words.delta';

/** The weights outside of low-rank products that are trained too. */
const headNames: readonly string[] = [
  `${names.transform}.weight`,
  `${names.transform}.bias`,
  `${names.transformNorm}.weight`,
  `${names.transformNorm}.bias`,
  names.outputBias,
];

/**
 * All that is adapted and trained besides, as PEFT finds it: the layers of `adaptedLayers` and the modules of `headNames`
 * by the ends of their names.
 */
export const loraModules: Pick<AdapterConfig, 'targetModules' | 'modulesToSave' | 'bias'> = {
  targetModules: ['query', 'key', 'value', 'dense'],
  modulesToSave: ['transform'],
  bias: 'all',
};

const headRateScale = 0.1;
const ownWordsRateScale = 0.3;

/**
 * Low-rank matrices want about ten times the learning rate of weights that are trained as they are; at theirs, the
 * head forgets most of what it knew within a few steps.
 */
export function loraRateScale(name: string): number {
  if (name === ownWordsName) return ownWordsRateScale;
  return headNames.includes(name) ? headRateScale : 1;
}

function adaptedLayers(config: BertConfig): DenseLayer[] {
  return Array.from({ length: config.layers }, (_, index) => encoderDenseLayers(config, index)).flat();
}

/**
 * The trainable weights at their start: A uniform in ±1/√in (PyTorch's default, as PEFT), B zero, so that the adapted
 * model begins as the base model; the head copied from the base.
 */
export function initialLora(
  config: BertConfig,
  base: Weights,
  { rank }: LoraShape,
  ownIds: readonly number[],
  random: Random,
): Weights {
  const weights: Weights = new Map();
  for (const { name, input, output } of adaptedLayers(config)) {
    const bound = 1 / Math.sqrt(input);
    const data = Float32Array.from({ length: rank * input }, () => (2 * random.next() - 1) * bound);
    weights.set(loraNames.a(name), { shape: [rank, input], data });
    weights.set(loraNames.b(name), { shape: [output, rank], data: new Float32Array(output * rank) });
  }
  for (const name of headNames) {
    const weight = base.get(name);
    if (weight) weights.set(name, { shape: weight.shape, data: weight.data.slice() });
  }
  if (ownIds.length > 0) {
    const data = new Float32Array(ownIds.length * config.hiddenSize);
    weights.set(ownWordsName, { shape: [ownIds.length, config.hiddenSize], data });
  }
  return weights;
}

/** The network with the low-rank products beside the frozen dense layers, as it is trained. */
export function loraLayers(
  config: BertConfig,
  base: FrozenBase,
  learnt: WeightSource,
  { rank, alpha }: LoraShape,
  ownIds: readonly number[],
): Layers {
  const weight: WeightSource = (name) => (headNames.includes(name) ? learnt(name) : base.weight(name));
  const plain = plainLayers(config, weight, base.words);
  const adapted = new Set(adaptedLayers(config).map(({ name }) => name));
  const dense = (name: string, x: Tensor): Tensor => {
    const output = plain.dense(name, x);
    if (!adapted.has(name)) return output;
    const low = matmul(x, learnt(loraNames.a(name)), { transposeB: true, scale: alpha / rank });
    return linear(low, learnt(loraNames.b(name)), output);
  };
  return ownIds.length === 0
    ? { ...plain, dense }
    : { ...plain, dense, ...withOwnWords(plain, learnt(ownWordsName), ownIds) };
}

/**
 * What is learnt of a person's own words, `delta` [words, hidden], is added to their rows where they occur, and to their
 * scores.
 */
function withOwnWords(
  plain: Layers,
  delta: Tensor,
  ownIds: readonly number[],
): Pick<Layers, 'embed' | 'decode'> {
  const ids = constant(Int32Array.from(ownIds), [1, ownIds.length]);
  return {
    embed: (words) => add(plain.embed(words), matmul(equal(reshape(words, [words.dim(0), 1]), ids), delta)),
    decode: (hidden) => {
      const scores = matmul(hidden, delta, { transposeB: true });
      return addPlaces(plain.decode(hidden), broadcastTo(ids, scores.shape), scores);
    },
  };
}

/**
 * Weights on the way from the start of training to what was learnt: the model with them lies between the base model and
 * the one that was learnt. It forgets less than the latter, and learns nearly as much (Wortsman et al., "Robust
 * fine-tuning of zero-shot models", 2022).
 *
 * @param share of the way.
 */
export function drawnBack(initial: Weights, learnt: Weights, share: number): Weights {
  return new Map(
    [...learnt].map(([name, { shape, data }]) => {
      const start = initial.get(name)?.data;
      // The product of both matrices is to be drawn back, so one of them is.
      if (!start || isFirstMatrix(name)) return [name, { shape, data }];
      return [
        name,
        { shape, data: data.map((value, index) => (start[index] ?? 0) * (1 - share) + value * share) },
      ];
    }),
  );
}

/**
 * What was learnt, as an adapter's files hold it: with what was learnt of a person's own words added in, all rows of the
 * word embeddings, and of the output layer where that has its own.
 */
export function adapterWeights(base: Weights, learnt: Weights, ownIds: readonly number[]): Weights {
  const weights = new Map(learnt);
  const delta = weights.get(ownWordsName)?.data;
  weights.delete(ownWordsName);
  if (!delta) return weights;
  for (const name of [names.words, names.decoder]) {
    const table = base.get(name);
    if (table) weights.set(name, withRowsChanged(table, ownIds, delta));
  }
  return weights;
}

/** A table with `delta` [rows, width] added to some of its rows. */
function withRowsChanged({ shape, data }: Weight, rows: readonly number[], delta: Float32Array): Weight {
  const width = delta.length / rows.length;
  const changed = data.slice();
  rows.forEach((row, index) => {
    for (let column = 0; column < width; column++) {
      const place = row * width + column;
      changed[place] = (changed[place] ?? 0) + (delta[index * width + column] ?? 0);
    }
  });
  return { shape, data: changed };
}

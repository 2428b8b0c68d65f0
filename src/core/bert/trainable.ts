import type { Device } from '../graph/devices/device';
import type { BertConfig } from '../modelFiles/config';
import type { Weights } from '../modelFiles/weights';
import type { Random } from '../random';
import {
  frozenBase,
  inputWeights,
  plainLayers,
  shapesOf,
  type FrozenWeights,
  type Layers,
  type WeightSource,
} from './layers';
import { initialLora, loraLayers, loraRateScale, type LoraShape } from './lora';

/** How a model is fine-tuned: all of its weights, or low-rank changes of them. */
export type Method = { readonly kind: 'full' } | ({ readonly kind: 'lora' } & LoraShape);

/** A model in the state it has before training, and the network over its frozen and its trainable weights. */
export interface TrainableModel {
  readonly config: BertConfig;
  /** What it is trained on. */
  readonly device: Device;
  /** The trainable weights at their start. They are given to the network at each run, under their names. */
  readonly initial: Weights;
  /** The trainable weights as inputs of the network. */
  readonly learnt: WeightSource;
  readonly layers: Layers;
  /** The frozen weights that have to be given at each run. */
  readonly frozen: FrozenWeights['given'];
  /** What the learning rate of a trainable weight is multiplied by. */
  readonly rateScale: (name: string) => number;
}

/**
 * @param ownIds the words whose embeddings LoRA learns too.
 * @param random for the weights that LoRA begins with.
 * @param device what it is trained on.
 */
export function trainableModel(
  { config, weights }: { config: BertConfig; weights: Weights },
  method: Method,
  { ownIds, random, device = 'cpu' }: { ownIds: readonly number[]; random: Random; device?: Device },
): TrainableModel {
  if (method.kind === 'full') {
    const learnt = inputWeights(shapesOf(weights));
    return {
      config,
      device,
      initial: weights,
      learnt,
      layers: plainLayers(config, learnt),
      frozen: {},
      rateScale: () => 1,
    };
  }
  const initial = initialLora(config, weights, method, ownIds, random);
  const learnt = inputWeights(shapesOf(initial));
  const base = frozenBase(without(initial, weights), device);
  const layers = loraLayers(config, base, learnt, method, ownIds);
  return { config, device, initial, learnt, layers, frozen: base.given, rateScale: loraRateScale };
}

/** The weights that are not trained as they are. */
function without(trained: Weights, weights: Weights): Weights {
  return new Map([...weights].filter(([name]) => !trained.has(name)));
}

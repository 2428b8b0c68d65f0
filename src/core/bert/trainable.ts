import type { BertConfig } from '../modelFiles/config';
import type { Weights } from '../modelFiles/safetensors';
import type { Random } from '../random';
import { constantWeights, inputWeights, plainLayers, type Layers, type WeightSource } from './layers';
import { initialLora, loraLayers, loraRateScale, type LoraShape } from './lora';

/** How a model is fine-tuned: all of its weights, or low-rank changes of them. */
export type Method = { readonly kind: 'full' } | ({ readonly kind: 'lora' } & LoraShape);

/** A model in the state it has before training, and the network over its frozen and its trainable weights. */
export interface TrainableModel {
  readonly config: BertConfig;
  readonly method: Method;
  /** The trainable weights at their start. They are given to the network at each run, under their names. */
  readonly initial: Weights;
  /** The trainable weights as inputs of the network. */
  readonly learnt: WeightSource;
  readonly layers: Layers;
  /** What the learning rate of a trainable weight is multiplied by. */
  readonly rateScale: (name: string) => number;
}

/**
 * @param newIds the words that the base model does not know.
 * @param random for the weights that LoRA begins with.
 */
export function trainableModel(
  { config, weights }: { config: BertConfig; weights: Weights },
  method: Method,
  { newIds, random }: { newIds: readonly number[]; random: Random },
): TrainableModel {
  if (method.kind === 'full') {
    const learnt = inputWeights(shapesOf(weights));
    return {
      config,
      method,
      initial: weights,
      learnt,
      layers: plainLayers(config, learnt),
      rateScale: () => 1,
    };
  }
  const initial = initialLora(config, weights, method, newIds, random);
  const learnt = inputWeights(shapesOf(initial));
  const layers = loraLayers(config, constantWeights(weights), learnt, method, newIds);
  return { config, method, initial, learnt, layers, rateScale: loraRateScale };
}

function shapesOf(weights: Weights): Map<string, readonly number[]> {
  return new Map([...weights].map(([name, { shape }]) => [name, shape]));
}

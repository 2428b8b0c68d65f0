import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import type { BertConfig } from './config';
import type { Weight, Weights } from './safetensors';

export const wordEmbeddings = 'bert.embeddings.word_embeddings.weight';
export const outputBias = 'cls.predictions.bias';
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
  shapes.set('bert.embeddings.token_type_embeddings.weight', [config.typeVocabSize, hidden]);
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
 * The weights that the model needs, by the names of `BertForMaskedLM`, out of a file that may lack the `bert.` prefix,
 * use TensorFlow's names of layer norms, or hold more (a pooler, a second copy of tied weights).
 *
 * @param path for messages.
 */
export function canonicalWeights(found: Weights, config: BertConfig, path: string): Weights {
  const named: Weights = new Map();
  for (const [name, weight] of found) named.set(canonicalName(name), weight);
  const bias = named.get(outputBias) ?? named.get(decoderBias);
  if (bias) named.set(outputBias, bias);

  const weights: Weights = new Map();
  const missing: string[] = [];
  for (const [name, shape] of bertShapes(config)) {
    const weight = named.get(name);
    if (weight) weights.set(name, fitting(name, weight, shape, path));
    else missing.push(name);
  }
  if (missing.length > 0) throw missingWeights(missing, path);
  return weights;
}

function canonicalName(name: string): string {
  const full = /^(embeddings|encoder)\./.test(name) ? `bert.${name}` : name;
  return full.replace(/LayerNorm\.gamma$/, 'LayerNorm.weight').replace(/LayerNorm\.beta$/, 'LayerNorm.bias');
}

function fitting(name: string, weight: Weight, shape: number[], path: string): Weight {
  if (weight.shape.join() === shape.join()) return weight;
  throw new UserError(
    l10n.t(
      'In {0} the tensor {1} has the shape {2}, but by config.json it should be {3}.',
      path,
      name,
      weight.shape.join(' × '),
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

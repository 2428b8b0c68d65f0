import type { Model } from '../modelFiles/modelFolder';
import type { Weight } from '../modelFiles/weights';
import type { Tokenizer } from '../tokenizer/tokenizer';
import { names } from './parameters';

/**
 * A model with the vocabulary of `tokenizer`, which may have more words at the end. New words begin as the average of
 * the known ones: their embedding, and how often they are expected.
 *
 * @returns the model, and the ids that its weights did not have.
 */
export function withVocabulary(model: Model, tokenizer: Tokenizer): { model: Model; newIds: number[] } {
  const { config, weights } = model;
  const known = config.vocabSize;
  const vocabSize = Math.max(known, tokenizer.vocabularySize);
  const newIds = Array.from({ length: vocabSize - known }, (_, index) => known + index);
  if (newIds.length === 0) return { model: { config, weights, tokenizer }, newIds };
  const grown = new Map(weights);
  for (const name of [names.words, names.decoder, names.outputBias]) {
    const weight = weights.get(name);
    if (weight) grown.set(name, withRows(weight, vocabSize));
  }
  return { model: { config: { ...config, vocabSize }, weights: grown, tokenizer }, newIds };
}

/** A table with rows added, each the mean of those that were there. */
function withRows({ shape: [rows = 0, ...row], data }: Weight, count: number): Weight {
  const width = data.length / rows;
  const mean = new Float32Array(width);
  data.forEach((value, index) => {
    mean[index % width] = (mean[index % width] ?? 0) + value / rows;
  });
  const grown = new Float32Array(count * width);
  grown.set(data);
  for (let added = rows; added < count; added++) grown.set(mean, added * width);
  return { shape: [count, ...row], data: grown };
}

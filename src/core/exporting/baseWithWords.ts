import type { ReadModel } from '../bert/readModel';
import { outputBias, wordEmbeddings } from '../modelFiles/bertWeights';
import type { Model } from '../modelFiles/modelFolder';

/**
 * The base model of an adapter, with the adapter's word embeddings and output bias in place of its own, those of new
 * characters among them: PEFT loads them from the adapter, but leaves them out of what it saves after further training.
 */
export function baseWithWords({ config, weights, tokenizer, adapter }: ReadModel): Model {
  const withWords = new Map(weights);
  for (const name of [wordEmbeddings, outputBias]) {
    const learnt = adapter?.weights.get(name);
    if (learnt) withWords.set(name, learnt);
  }
  return { config, weights: withWords, tokenizer };
}

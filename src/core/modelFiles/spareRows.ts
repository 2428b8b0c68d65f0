import { decoderWeight, outputBias, wordEmbeddings } from './bertWeights';
import type { Weight, Weights } from './weights';

/**
 * Weights without the rows behind a vocabulary's last token, by which some models are padded to a round size. No text
 * leads to them, but they would take their share of the probability: of zeros, nearly all.
 *
 * @param rows of the vocabulary.
 */
export function withoutSpareRows(weights: Weights, rows: number): Weights {
  const cut = new Map(weights);
  for (const name of [wordEmbeddings, decoderWeight, outputBias]) {
    const weight = weights.get(name);
    if (weight) cut.set(name, firstRows(weight, rows));
  }
  return cut;
}

function firstRows({ shape: [count = 0, ...row], data }: Weight, rows: number): Weight {
  const kept = Math.min(count, rows);
  return { shape: [kept, ...row], data: kept === count ? data : data.slice(0, (data.length / count) * kept) };
}

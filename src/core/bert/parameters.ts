import { decoderWeight, outputBias, tokenTypeEmbeddings, wordEmbeddings } from '../modelFiles/bertWeights';
import type { BertConfig } from '../modelFiles/config';

/** The names of BERT's weights in a Hugging Face state dict. */
export const names = {
  words: wordEmbeddings,
  positions: 'bert.embeddings.position_embeddings.weight',
  types: tokenTypeEmbeddings,
  embeddingNorm: 'bert.embeddings.LayerNorm',
  layer: (index: number): string => `bert.encoder.layer.${index}`,
  transform: 'cls.predictions.transform.dense',
  transformNorm: 'cls.predictions.transform.LayerNorm',
  outputBias,
  /** Absent where the output shares the word embeddings. */
  decoder: decoderWeight,
} as const;

/** A dense layer of the encoder: `name`.weight [output, input] and `name`.bias [output]. */
export interface DenseLayer {
  readonly name: string;
  readonly input: number;
  readonly output: number;
}

/** The dense layers of one encoder layer, in the order of computation. */
export function encoderDenseLayers(
  { hiddenSize, intermediateSize }: BertConfig,
  index: number,
): DenseLayer[] {
  const dense = (name: string, input: number, output: number): DenseLayer => ({
    name: `${names.layer(index)}.${name}`,
    input,
    output,
  });
  return [
    dense('attention.self.query', hiddenSize, hiddenSize),
    dense('attention.self.key', hiddenSize, hiddenSize),
    dense('attention.self.value', hiddenSize, hiddenSize),
    dense('attention.output.dense', hiddenSize, hiddenSize),
    dense('intermediate.dense', hiddenSize, intermediateSize),
    dense('output.dense', intermediateSize, hiddenSize),
  ];
}

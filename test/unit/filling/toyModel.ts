import type { MaskedLanguageModel, MaskedRow } from '../../../src/core/filling/predictor';

export interface ToyModel extends MaskedLanguageModel {
  /** How many batches it has predicted, and how many rows each had. */
  readonly batches: number[];
}

/**
 * A masked language model that knows all texts of its language, with a weight for each: a hidden token is as likely
 * as the texts that agree with what is visible make it. Every token of the vocabulary has a little probability.
 */
export function toyModel(
  texts: readonly { ids: readonly number[]; weight: number }[],
  { vocabularySize, mask, maxTokens = 64 }: { vocabularySize: number; mask: number; maxTokens?: number },
): ToyModel {
  const batches: number[] = [];

  function logitsAt({ ids }: MaskedRow, position: number): number[] {
    const weights = new Array<number>(vocabularySize).fill(1e-6);
    for (const text of texts) {
      if (text.ids.length !== ids.length) continue;
      const mistakes = text.ids.filter((id, index) => ids[index] !== mask && ids[index] !== id).length;
      const id = text.ids[position] ?? 0;
      weights[id] = (weights[id] ?? 0) + text.weight * 1e-3 ** mistakes;
    }
    return weights.map(Math.log);
  }

  return {
    maxTokens,
    vocabularySize,
    batches,
    predict: (batch) => {
      batches.push(batch.length);
      return Promise.resolve(
        batch.map((row) =>
          Float32Array.from([...row.positions].flatMap((position) => logitsAt(row, position))),
        ),
      );
    },
  };
}

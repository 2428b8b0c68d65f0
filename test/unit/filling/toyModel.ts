import type { MaskedLanguageModel, MaskedRow } from '../../../src/core/filling/maskedLanguageModel';

export interface ToyModel extends MaskedLanguageModel {
  /** How many batches it has predicted, and how many variants each had. */
  readonly batches: number[];
  /** All of them. */
  readonly variants: MaskedRow[];
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
  const asked: MaskedRow[] = [];

  function logProbabilitiesAt({ ids }: MaskedRow, position: number): number[] {
    const weights = new Array<number>(vocabularySize).fill(1e-6);
    for (const text of texts) {
      if (text.ids.length !== ids.length) continue;
      const mistakes = text.ids.filter((id, index) => ids[index] !== mask && ids[index] !== id).length;
      const id = text.ids[position] ?? 0;
      weights[id] = (weights[id] ?? 0) + text.weight * 1e-3 ** mistakes;
    }
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => Math.log(weight / total));
  }

  return {
    maxTokens,
    vocabularySize,
    batches,
    variants: asked,
    predictVariants: (_text, _places, variants) => {
      batches.push(variants.length);
      asked.push(...variants);
      return Promise.resolve(
        variants.map((row) =>
          Float32Array.from([...row.positions].flatMap((position) => logProbabilitiesAt(row, position))),
        ),
      );
    },
  };
}

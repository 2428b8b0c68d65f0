import { batchInputs, slotCount, type Row } from '../bert/batch';
import type { Value } from '../graph/runtime';
import type { MaskedExample } from '../masking/masker';

/** A sentence to learn from: for each of its slots, `choices` weighted words (see `crossEntropy`). */
export interface TrainingRow extends Row {
  readonly choices: number;
  /** Word ids [slots · choices]. */
  readonly targets: Int32Array;
  /** Weights [slots · choices]: how likely the word should be, times how much the slot counts. */
  readonly targetWeights: Float32Array;
}

/** A masked example whose slots have one right word each. */
export function rowOf({ ids, positions, targets }: MaskedExample): TrainingRow {
  return { ids, positions, choices: 1, targets, targetWeights: new Float32Array(targets.length).fill(1) };
}

/** Rows weighted so that their loss is the mean over all their slots, times `share`. */
export function averaged(rows: readonly TrainingRow[], share = 1): TrainingRow[] {
  const slots = slotCount(rows);
  return rows.map((row) => ({
    ...row,
    targetWeights: row.targetWeights.map((weight) => (weight * share) / slots),
  }));
}

/** The inputs of `bertInputs` and `targetInputs`. Rows with fewer choices are filled up with words of weight 0. */
export function trainingInputs(rows: readonly TrainingRow[]): Record<string, Value> {
  const choices = Math.max(...rows.map((row) => row.choices));
  const slots = slotCount(rows);
  const targets = new Int32Array(slots * choices);
  const targetWeights = new Float32Array(slots * choices);
  let slot = 0;
  for (const row of rows) {
    for (let index = 0; index < row.positions.length; index++, slot++) {
      const [from, to] = [index * row.choices, (index + 1) * row.choices];
      targets.set(row.targets.subarray(from, to), slot * choices);
      targetWeights.set(row.targetWeights.subarray(from, to), slot * choices);
    }
  }
  return {
    ...batchInputs(rows),
    targets: { data: targets, shape: [slots, choices] },
    targetWeights: { data: targetWeights, shape: [slots, choices] },
  };
}

import type { Value } from '../graph/runtime';

/** One sentence to predict words in: token ids with [CLS] … [SEP], and the places of its slots. */
export interface Row {
  readonly ids: Int32Array;
  readonly positions: Int32Array;
}

/** Added to the attention scores of padding: far below any score, so that its probability is exactly 0. */
export const paddingBias = -1e9;

/** The inputs of `bertInputs` for rows of any lengths, padded to the longest. */
export function batchInputs(rows: readonly Row[]): Record<string, Value> {
  const length = Math.max(...rows.map((row) => row.ids.length));
  const tokens = rows.length * length;
  const ids = new Int32Array(tokens);
  const positionIds = Int32Array.from({ length: tokens }, (_, token) => token % length);
  const attentionBias = new Float32Array(tokens).fill(paddingBias);
  rows.forEach((row, index) => {
    ids.set(row.ids, index * length);
    attentionBias.fill(0, index * length, index * length + row.ids.length);
  });
  const slots = Int32Array.from(
    rows.flatMap((row, index) => Array.from(row.positions, (position) => index * length + position)),
  );
  return {
    ids: { data: ids, shape: [tokens] },
    positionIds: { data: positionIds, shape: [tokens] },
    attentionBias: { data: attentionBias, shape: [rows.length, 1, 1, length] },
    slots: { data: slots, shape: [slots.length] },
  };
}

import type { Value } from '../graph/runtime';

/** One sentence to predict words in: token ids with [CLS] … [SEP], and the places of its slots. */
export interface Row {
  readonly ids: Int32Array;
  readonly positions: Int32Array;
}

/** Added to the attention scores of padding: far below any score, so that its probability is exactly 0. */
export const paddingBias = -1e9;

/** The inputs of `bertInputs` for rows of any lengths, which are packed. */
export function batchInputs(rows: readonly Row[]): Record<string, Value> {
  const length = Math.max(...rows.map((row) => row.ids.length));
  const tokens = rows.reduce((count, row) => count + row.ids.length, 0);
  const ids = new Int32Array(tokens);
  const positionIds = new Int32Array(tokens);
  const places = new Int32Array(tokens);
  const slots: number[] = [];
  const rowAt = new Int32Array(rows.length * length);
  const isRow = new Float32Array(rows.length * length);
  const attentionBias = new Float32Array(rows.length * length).fill(paddingBias);
  let token = 0;
  rows.forEach((row, index) => {
    const start = index * length;
    slots.push(...Array.from(row.positions, (position) => token + position));
    ids.set(row.ids, token);
    isRow.fill(1, start, start + row.ids.length);
    attentionBias.fill(0, start, start + row.ids.length);
    for (let position = 0; position < row.ids.length; position++, token++) {
      positionIds[token] = position;
      places[token] = start + position;
      rowAt[start + position] = token;
    }
  });
  return {
    ids: { data: ids, shape: [tokens] },
    positionIds: { data: positionIds, shape: [tokens] },
    attentionBias: { data: attentionBias, shape: [rows.length, 1, 1, length] },
    places: { data: places, shape: [tokens] },
    rows: { data: rowAt, shape: [rowAt.length] },
    isRow: { data: isRow, shape: [isRow.length, 1] },
    slots: { data: Int32Array.from(slots), shape: [slots.length] },
  };
}

const tokensPerRun = 2048;

/** Rows in their order, in batches of so many tokens that the processor is busy and memory small. */
export function* inRuns<R extends Row>(rows: readonly R[]): Iterable<R[]> {
  let run: R[] = [];
  let tokens = 0;
  for (const row of rows) {
    if (run.length > 0 && tokens + row.ids.length > tokensPerRun) {
      yield run;
      [run, tokens] = [[], 0];
    }
    run.push(row);
    tokens += row.ids.length;
  }
  if (run.length > 0) yield run;
}

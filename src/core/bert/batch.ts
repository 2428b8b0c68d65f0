import type { Value } from '../graph/runtime';

/** One sentence to predict words in: token ids with [CLS] … [SEP], and the places of its slots. */
export interface Row {
  readonly ids: Int32Array;
  readonly positions: Int32Array;
}

/** Added to the attention scores of padding: far below any score, so that its probability is exactly 0. */
export const paddingBias = -1e9;

/** Rows of any lengths, one after the other. */
export interface PackedRows {
  /** Token ids [tokens]. */
  readonly ids: Int32Array;
  /** The place of each token in its row [tokens]. */
  readonly positionIds: Int32Array;
  /** The slots of all rows, as numbers of tokens [slots]. */
  readonly slots: Int32Array;
}

export function packed(rows: readonly Row[]): PackedRows {
  const tokens = rows.reduce((count, row) => count + row.ids.length, 0);
  const ids = new Int32Array(tokens);
  const positionIds = new Int32Array(tokens);
  const slots: number[] = [];
  let start = 0;
  for (const row of rows) {
    ids.set(row.ids, start);
    for (let position = 0; position < row.ids.length; position++) positionIds[start + position] = position;
    for (const position of row.positions) slots.push(start + position);
    start += row.ids.length;
  }
  return { ids, positionIds, slots: Int32Array.from(slots) };
}

/** Packed rows as inputs of a graph. */
export function packedInputs({ ids, positionIds, slots }: PackedRows): Record<string, Value> {
  return {
    ids: { data: ids, shape: [ids.length] },
    positionIds: { data: positionIds, shape: [positionIds.length] },
    slots: { data: slots, shape: [slots.length] },
  };
}

/** The inputs of `bertInputs` for rows of any lengths, which are packed. */
export function batchInputs(rows: readonly Row[]): Record<string, Value> {
  const length = Math.max(...rows.map((row) => row.ids.length));
  const tokens = packed(rows);
  const count = tokens.ids.length;
  const places = new Int32Array(count);
  const rowAt = new Int32Array(rows.length * length);
  const isRow = new Float32Array(rows.length * length);
  const attentionBias = new Float32Array(rows.length * length).fill(paddingBias);
  let token = 0;
  rows.forEach(({ ids }, index) => {
    const start = index * length;
    isRow.fill(1, start, start + ids.length);
    attentionBias.fill(0, start, start + ids.length);
    for (let position = 0; position < ids.length; position++, token++) {
      places[token] = start + position;
      rowAt[start + position] = token;
    }
  });
  return {
    ...packedInputs(tokens),
    attentionBias: { data: attentionBias, shape: [rows.length, 1, 1, length] },
    places: { data: places, shape: [count] },
    rows: { data: rowAt, shape: [rowAt.length] },
    isRow: { data: isRow, shape: [isRow.length, 1] },
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

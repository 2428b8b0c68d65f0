import type { Value } from '../graph/runtime';

/** One sentence to predict words in: token ids with [CLS] … [SEP], and the places of its slots. */
export interface Row {
  readonly ids: Int32Array;
  readonly positions: Int32Array;
}

export function tokenCount(rows: readonly Pick<Row, 'ids'>[]): number {
  return rows.reduce((count, { ids }) => count + ids.length, 0);
}

export function slotCount(rows: readonly Pick<Row, 'positions'>[]): number {
  return rows.reduce((count, { positions }) => count + positions.length, 0);
}

/** Added to the attention scores of padding: far below any score, so that its probability is exactly 0. */
export const paddingBias = -1e9;

/** Rows of any lengths, one after the other. */
export interface PackedRows {
  /** Token ids [tokens]. */
  readonly ids: Int32Array;
  /** The position of each token in its row [tokens]. */
  readonly positionIds: Int32Array;
  /** The slots of all rows, as indices into `ids` [slots]. */
  readonly slots: Int32Array;
}

export function packed(rows: readonly Row[]): PackedRows {
  const tokens = tokenCount(rows);
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
  const tokens = tableOf(rows.map((row) => row.ids.length));
  const slots = tableOf(rows.map((row) => row.positions.length));
  const attentionBias = tokens.isRow.map((isRow) => (isRow ? 0 : paddingBias));
  return {
    ...packedInputs(packed(rows)),
    attentionBias: { data: attentionBias, shape: [rows.length, 1, 1, tokens.length] },
    places: { data: tokens.places, shape: [tokens.places.length] },
    rows: { data: tokens.rows, shape: [tokens.rows.length] },
    isRow: { data: tokens.isRow, shape: [tokens.isRow.length, 1] },
    slotPlaces: { data: slots.places, shape: [slots.places.length] },
    slotRows: { data: slots.rows, shape: [rows.length, slots.length] },
    isSlot: { data: slots.isRow, shape: [slots.isRow.length, 1] },
  };
}

/**
 * How lists of the given lengths, packed one after the other, are laid out in a table [lists, length of the longest]:
 * the three fields of `Padding`, and the table's width.
 */
function tableOf(counts: readonly number[]) {
  const length = Math.max(...counts);
  const places: number[] = [];
  const rows = new Int32Array(counts.length * length);
  const isRow = new Float32Array(counts.length * length);
  counts.forEach((count, list) => {
    for (let place = list * length; place < list * length + count; place++) {
      rows[place] = places.length;
      isRow[place] = 1;
      places.push(place);
    }
  });
  return { length, places: Int32Array.from(places), rows, isRow };
}

import { input } from '../graph/operators';
import type { Value } from '../graph/runtime';
import { batchInputs, paddingBias, type Row } from './batch';
import { bertInputs, type BertInputs } from './network';

/** Inputs of a graph that predicts: as in training, but each token has a say in what it attends to. */
export function predictionInputs(): Required<Omit<BertInputs, 'sentences'>> {
  return {
    ...bertInputs(),
    /** 0 where the token of a row attends to that of a column [batch, 1, length, length]. */
    attentionBias: input('attentionBias', 'float32', ['batch', 1, 'length', 'length']),
  };
}

/** Rows of any lengths, padded to the longest; no token attends to padding. */
export function rowInputs(rows: readonly Row[]): Record<string, Value> {
  const inputs = batchInputs(rows);
  const length = Math.max(...rows.map((row) => row.ids.length));
  const attentionBias = new Float32Array(rows.length * length * length).fill(paddingBias);
  rows.forEach(({ ids }, row) => {
    for (let token = 0; token < length; token++) {
      const start = (row * length + token) * length;
      attentionBias.fill(0, start, start + ids.length);
    }
  });
  return { ...inputs, attentionBias: { data: attentionBias, shape: [rows.length, 1, length, length] } };
}

/**
 * Variants of a text in one row: the text, and behind it, for each variant, its tokens at the places where variants
 * may differ, with the positions that these have in the text. The text attends to itself; the tokens of a variant
 * attend to each other and to the text but for those places.
 *
 * A variant costs as many tokens as there are places, not as many as the text has. What it loses is that the rest of
 * the text does not know of it.
 */
export function variantInputs(
  text: Int32Array,
  places: readonly number[],
  variants: readonly Row[],
): Record<string, Value> {
  const length = text.length + places.length * variants.length;
  const ids = new Int32Array(length);
  const positionIds = new Int32Array(length);
  const attentionBias = new Float32Array(length * length).fill(paddingBias);
  ids.set(text);
  for (let token = 0; token < text.length; token++) {
    positionIds[token] = token;
    attentionBias.fill(0, token * length, token * length + text.length);
  }
  const slots: number[] = [];
  variants.forEach((variant, index) => {
    const start = text.length + index * places.length;
    places.forEach((place, offset) => {
      const token = start + offset;
      ids[token] = variant.ids[place] ?? 0;
      positionIds[token] = place;
      attentionBias.fill(0, token * length, token * length + text.length);
      for (const other of places) attentionBias[token * length + other] = paddingBias;
      attentionBias.fill(0, token * length + start, token * length + start + places.length);
    });
    for (const position of variant.positions) slots.push(start + places.indexOf(position));
  });
  return {
    ids: { data: ids, shape: [length] },
    positionIds: { data: positionIds, shape: [length] },
    attentionBias: { data: attentionBias, shape: [1, 1, length, length] },
    ...withoutPadding(length),
    slots: { data: Int32Array.from(slots), shape: [slots.length] },
  };
}

/** Tokens that are a table as they stand. */
function withoutPadding(tokens: number): Record<string, Value> {
  const places = Int32Array.from({ length: tokens }, (_, token) => token);
  return {
    places: { data: places, shape: [tokens] },
    rows: { data: places, shape: [tokens] },
    isRow: { data: new Float32Array(tokens).fill(1), shape: [tokens, 1] },
  };
}

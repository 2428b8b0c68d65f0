import { add, input, pad } from '../graph/operators';
import type { Value } from '../graph/runtime';
import type { Tensor } from '../graph/tensor';
import { paddingBias, type Row } from './batch';
import type { BertInputs } from './network';

/** The keys and values of a text in every layer [tokens, hidden], by the names of the layers that make them. */
export type KeysAndValues = ReadonlyMap<string, Float32Array>;

/**
 * Inputs of a graph that predicts. Its tokens stand in one row, whatever they belong to: `attentionBias` says what each
 * of them sees. They see each other, and before them tokens whose keys and values are known.
 */
export function predictionInputs(hiddenSize: number): {
  inputs: BertInputs;
  /** The tokens' own keys and values; complete when a network has been built over the inputs. */
  own: Map<string, Tensor>;
} {
  const own = new Map<string, Tensor>();
  const behindKnown = {
    places: input('places', 'int32', ['tokens']),
    rows: input('rows', 'int32', ['seen']),
    isRow: input('isRow', 'float32', ['seen', 1]),
  };
  const inputs = {
    ids: input('ids', 'int32', ['tokens']),
    positionIds: input('positionIds', 'int32', ['tokens']),
    attentionBias: input('attentionBias', 'float32', ['batch', 1, 'length', 'seen']),
    slots: input('slots', 'int32', ['slots']),
    seen: (name: string, tensor: Tensor) => {
      own.set(name, tensor);
      return add(input(knownBy(name), 'float32', ['seen', hiddenSize]), pad(tensor, behindKnown));
    },
  };
  return { inputs, own };
}

const knownBy = (name: string): string => `known ${name}`;

/** Tokens to read, and in order of these what each of them sees. */
interface Reading {
  readonly ids: number[];
  readonly positionIds: number[];
  readonly slots: number[];
  /** From the first to before the last token of each part of the row that a token sees. */
  readonly sees: (readonly [from: number, to: number])[][];
}

/** Texts of any lengths, of which none sees another. */
export function textInputs(
  texts: readonly Row[],
  names: Iterable<string>,
  hiddenSize: number,
): Record<string, Value> {
  const reading: Reading = { ids: [], positionIds: [], slots: [], sees: [] };
  for (const { ids, positions } of texts) {
    const start = reading.ids.length;
    ids.forEach((id, position) => {
      reading.ids.push(id);
      reading.positionIds.push(position);
      reading.sees.push([[start, start + ids.length]]);
    });
    for (const position of positions) reading.slots.push(start + position);
  }
  const nothing = new Float32Array(reading.ids.length * hiddenSize);
  return {
    ...inputsOf(reading, 0),
    ...known(
      Array.from(names, (name) => [name, nothing]),
      hiddenSize,
    ),
  };
}

/**
 * Variants of a text: of each the tokens at the places where variants may differ, with the positions that these have in
 * the text. The tokens of a variant see each other and the text but for those places.
 *
 * A variant costs as many tokens as there are places, not as many as the text has. What it loses is that the rest of
 * the text does not know of it.
 *
 * @param text its keys and values
 */
export function variantInputs(
  text: KeysAndValues,
  places: readonly number[],
  variants: readonly Row[],
  hiddenSize: number,
): Record<string, Value> {
  const [anyOfText = new Float32Array()] = text.values();
  const length = anyOfText.length / hiddenSize;
  const ofText = between(places, length);
  const reading: Reading = { ids: [], positionIds: [], slots: [], sees: [] };
  for (const { ids, positions } of variants) {
    const start = reading.ids.length;
    for (const place of places) {
      reading.ids.push(ids[place] ?? 0);
      reading.positionIds.push(place);
      reading.sees.push([...ofText, [length + start, length + start + places.length]]);
    }
    for (const position of positions) reading.slots.push(start + places.indexOf(position));
  }
  const seen = (length + reading.ids.length) * hiddenSize;
  const tables = Array.from(text, ([name, numbers]) => {
    const table = new Float32Array(seen);
    table.set(numbers);
    return [name, table] as const;
  });
  return { ...inputsOf(reading, length), ...known(tables, hiddenSize) };
}

/** @param before how many known tokens stand before those that are read */
function inputsOf({ ids, positionIds, slots, sees }: Reading, before: number): Record<string, Value> {
  const tokens = ids.length;
  const seen = before + tokens;
  const bias = new Float32Array(tokens * seen).fill(paddingBias);
  sees.forEach((parts, token) => {
    for (const [from, to] of parts) bias.fill(0, token * seen + from, token * seen + to);
  });
  return {
    ids: { data: Int32Array.from(ids), shape: [tokens] },
    positionIds: { data: Int32Array.from(positionIds), shape: [tokens] },
    attentionBias: { data: bias, shape: [1, 1, tokens, seen] },
    places: { data: Int32Array.from(ids, (_, token) => before + token), shape: [tokens] },
    rows: {
      data: Int32Array.from({ length: seen }, (_, place) => Math.max(0, place - before)),
      shape: [seen],
    },
    isRow: { data: new Float32Array(seen).fill(1, before), shape: [seen, 1] },
    slots: { data: Int32Array.from(slots), shape: [slots.length] },
  };
}

function known(
  tables: readonly (readonly [name: string, Float32Array])[],
  hiddenSize: number,
): Record<string, Value> {
  return Object.fromEntries(
    tables.map(([name, data]) => [knownBy(name), { data, shape: [data.length / hiddenSize, hiddenSize] }]),
  );
}

/** What of a text stands between some of its places. */
function between(places: readonly number[], length: number): (readonly [from: number, to: number])[] {
  const borders = [...places].sort((a, b) => a - b);
  return [-1, ...borders].map((border, index) => [border + 1, borders[index] ?? length] as const);
}

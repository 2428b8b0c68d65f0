import { concat, input } from '../graph/operators';
import type { Value } from '../graph/runtime';
import type { Tensor } from '../graph/tensor';
import { packed, packedInputs, paddingBias, type PackedRows, type Row } from './batch';
import type { BertInputs } from './network';

/** The keys and values of a text in every layer [tokens, hidden], by the names of the layers that make them. */
export type KeysAndValues = ReadonlyMap<string, Float32Array>;

/**
 * Inputs of a graph that predicts. All tokens stand in one row, whichever text they belong to; a bias says which tokens
 * each of them sees: others of the row, and, before those, tokens whose keys and values are known already.
 */
export function predictionInputs(hiddenSize: number): {
  inputs: BertInputs;
  /** The tokens' own keys and values; complete when a network has been built over the inputs. */
  own: Map<string, Tensor>;
} {
  const own = new Map<string, Tensor>();
  const inputs = {
    ids: input('ids', 'int32', ['tokens']),
    positionIds: input('positionIds', 'int32', ['tokens']),
    tokens: {
      length: 'tokens',
      bias: input('attentionBias', 'float32', [1, 'tokens', 'seen']),
    },
    slots: {
      rows: input('slots', 'int32', ['slots']),
      length: 'slots',
      bias: input('slotBias', 'float32', [1, 'slots', 'seen']),
    },
    seen: (name: string, tensor: Tensor) => {
      own.set(name, tensor);
      return concat(input(knownBy(name), 'float32', ['known', hiddenSize]), tensor, 'seen');
    },
  };
  return { inputs, own };
}

const knownBy = (name: string): string => `known ${name}`;

/** Neighbouring tokens, the end exclusive. */
type Span = readonly [from: number, to: number];

/** The inputs for texts of any lengths, of which none sees another. */
export function textInputs(
  texts: readonly Row[],
  names: readonly string[],
  hiddenSize: number,
): Record<string, Value> {
  const tokens = packed(texts);
  let end = 0;
  const sees = texts.flatMap(({ ids }) => {
    const text: Span = [end, (end += ids.length)];
    return Array.from(ids, () => [text]);
  });
  const nothing = new Map(names.map((name) => [name, new Float32Array()]));
  return { ...inputsOf(tokens, 0, sees), ...known(nothing, hiddenSize) };
}

/**
 * The inputs for variants of a text: only the tokens at the places where variants may differ, with their positions in
 * the text. The tokens of a variant see each other, and all of the text but those places.
 *
 * So a variant costs as many tokens as there are places, not as many as the text has. What is lost: the rest of the
 * text is not read anew with the variant in it.
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
  const tokens = packed(
    variants.map(({ ids, positions }) => ({
      ids: Int32Array.from(places, (place) => ids[place] ?? 0),
      positions: positions.map((position) => places.indexOf(position)),
    })),
  );
  const positionIds = tokens.positionIds.map((token) => places[token] ?? 0);
  const sees = variants.flatMap((_, index) => {
    const start = length + index * places.length;
    const variant: Span = [start, start + places.length];
    return places.map(() => [...ofText, variant]);
  });
  return { ...inputsOf({ ...tokens, positionIds }, length, sees), ...known(text, hiddenSize) };
}

/**
 * @param before how many known tokens stand before those that are read
 * @param sees for each token that is read, what it sees
 */
function inputsOf(
  tokens: PackedRows,
  before: number,
  sees: readonly (readonly Span[])[],
): Record<string, Value> {
  const count = tokens.ids.length;
  const seen = before + count;
  const bias = new Float32Array(count * seen).fill(paddingBias);
  sees.forEach((spans, token) => {
    for (const [from, to] of spans) bias.fill(0, token * seen + from, token * seen + to);
  });
  const slotBias = new Float32Array(tokens.slots.length * seen);
  tokens.slots.forEach((token, slot) => {
    slotBias.set(bias.subarray(token * seen, (token + 1) * seen), slot * seen);
  });
  return {
    ...packedInputs(tokens),
    attentionBias: { data: bias, shape: [1, count, seen] },
    slotBias: { data: slotBias, shape: [1, tokens.slots.length, seen] },
  };
}

function known(tables: KeysAndValues, hiddenSize: number): Record<string, Value> {
  return Object.fromEntries(
    Array.from(tables, ([name, data]) => [
      knownBy(name),
      { data, shape: [data.length / hiddenSize, hiddenSize] },
    ]),
  );
}

/** The parts of a text outside of some places. */
function between(places: readonly number[], length: number): Span[] {
  const borders = [...places].sort((a, b) => a - b);
  return [-1, ...borders].map((border, index) => [border + 1, borders[index] ?? length] as const);
}

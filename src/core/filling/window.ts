import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import type { Tokenizer } from '../tokenizer/tokenizer';
import { asModelReads } from './asModelReads';
import type { ClozeText } from './gaps';

/** The part of a text that a model sees when it fills the text's slots. */
export interface Window {
  /** `[CLS]`, the tokens of the part as the model reads it, `[SEP]`. */
  ids: Int32Array;
  /** For each slot of the text its position in `ids`. */
  slots: number[];
}

/** What a window needs of a tokenizer. */
export type Encoder = Pick<Tokenizer, 'encode' | 'special' | 'token'>;

/**
 * Takes the whole text if the model can, else as much as it can around the slots, beginning and ending with whole
 * sentences where there are any on that side.
 */
export function windowAround(cloze: ClozeText, tokenizer: Encoder, maxTokens: number): Window {
  const { cls, sep, mask } = tokenizer.special;
  const text = asModelReads(cloze, tokenizer.token(mask));
  const { ids, starts, ends } = tokenizer.encode(text);
  const slots = [...ids.keys()].filter((index) => ids[index] === mask);
  const range = rangeOf(slots, ids.length, maxTokens - 2, (index) =>
    beginsSentence(text.slice((ends[index - 1] ?? 0) - 1, starts[index])),
  );
  return {
    ids: Int32Array.of(cls, ...ids.slice(range.start, range.end), sep),
    slots: slots.map((slot) => slot - range.start + 1),
  };
}

/** Whether a sentence ends in what stands between two tokens, the last character of the first one included. */
function beginsSentence(between: string): boolean {
  return /[。！？!?…\n]/.test(between);
}

/** Chooses `[start, end)` of `length` tokens with all slots in it and at most `capacity` long. */
function rangeOf(
  slots: readonly number[],
  length: number,
  capacity: number,
  isSentenceStart: (index: number) => boolean,
): { start: number; end: number } {
  if (length <= capacity) return { start: 0, end: length };
  const first = slots[0] ?? 0;
  const last = slots.at(-1) ?? 0;
  const spare = capacity - (last + 1 - first);
  if (spare < 0) {
    throw new UserError(
      l10n.t(
        'From the first [MASK] to the last there are about {0} characters, and the model sees only about {1} at once. Shorten the text between them, or fill it in parts.',
        last + 1 - first,
        capacity,
      ),
    );
  }
  const balanced = Math.min(Math.max(0, first - Math.ceil(spare / 2)), length - capacity);
  const start = balanced === 0 ? 0 : (firstIn(balanced, first, isSentenceStart) ?? balanced);
  const furthest = Math.min(length, start + capacity);
  const end = furthest === length ? length : (lastIn(last + 1, furthest, isSentenceStart) ?? furthest);
  return { start, end };
}

function firstIn(from: number, to: number, accepts: (index: number) => boolean): number | undefined {
  for (let index = from; index <= to; index++) if (accepts(index)) return index;
  return undefined;
}

function lastIn(from: number, to: number, accepts: (index: number) => boolean): number | undefined {
  for (let index = to; index >= from; index--) if (accepts(index)) return index;
  return undefined;
}

/** Gaps as they are written in a text. Without imports, as the editor and the page find them by this, too. */

/** Neighbouring `[MASK]`s, which are filled together. */
export interface WrittenGap {
  /** As it is written: `[MASK][MASK]`, `[mask]`. */
  readonly text: string;
  /** `[start, end)` in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly slots: number;
}

/** A longer gap can be filled by so many expressions that no model can tell which was meant. */
export const longestGap = 8;

/** Whether no expression can be found for a gap. */
export function isTooLong({ slots }: Pick<WrittenGap, 'slots'>): boolean {
  return slots > longestGap;
}

/** Bounds the work for one text: each slot costs a step of the search. */
export const mostSlots = 32;

const gapPattern = /\[mask\](?:[^\S\r\n]*\[mask\])*/gi;

/** Finds the gaps of a text: each in one line, with or without spaces in it, `[mask]` written in any case. */
export function gapsOf(text: string): WrittenGap[] {
  return [...text.matchAll(gapPattern)].map(({ 0: written, index }) => ({
    text: written,
    start: index,
    end: index + written.length,
    slots: written.split(']').length - 1,
  }));
}

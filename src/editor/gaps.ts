/** `[MASK]` in a line of text. */

/** Neighbouring `[MASK]`s of a line, which are filled together. */
export interface Gap {
  /** As it is written: `[MASK][MASK]`, `[mask]`. */
  readonly text: string;
  /** `[start, end)` in the line, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly slots: number;
}

/** A part of a line that says enough about one of its gaps. */
export interface GapWindow {
  readonly text: string;
  /** Which of the part's gaps it is about, from 0. */
  readonly index: number;
}

const gapPattern = /\[mask\](?:\s*\[mask\])*/gi;

/** In UTF-16 units: how far the text around a gap matters, and how near another gap must be to be filled along. */
const reach = { text: 250, gaps: 40 };
/** More than the engine fills as one expression. */
const longestGap = 8;

export function gapsOf(line: string): Gap[] {
  return [...line.matchAll(gapPattern)].map(({ 0: text, index }) => ({
    text,
    start: index,
    end: index + text.length,
    slots: text.split(']').length - 1,
  }));
}

/** The gap that a cursor stands in or touches. */
export function gapAt(line: string, character: number): Gap | undefined {
  return gapsOf(line).find(({ start, end }) => start <= character && character <= end);
}

/**
 * The text around a gap, however long the line is. Near gaps are a part of it, to be filled along with this one; it
 * ends before those that are far away or longer than what can be filled.
 */
export function windowAround(line: string, gap: Gap): GapWindow {
  const others = gapsOf(line).filter(({ start }) => start !== gap.start);
  const isObstacle = ({ start, end, slots }: Gap): boolean =>
    slots > longestGap || end < gap.start - reach.gaps || start > gap.end + reach.gaps;
  const before = others.filter(({ end }) => end <= gap.start);
  const after = others.filter(({ start }) => start >= gap.end);
  const from = Math.max(gap.start - reach.text, before.findLast(isObstacle)?.end ?? 0);
  const to = Math.min(gap.end + reach.text, after.find(isObstacle)?.start ?? line.length);
  return {
    text: line.slice(wholeCharacter(line, from), wholeCharacter(line, to)),
    index: before.filter(({ start }) => start >= from).length,
  };
}

/** Moves a place out of the middle of a surrogate pair. */
function wholeCharacter(line: string, place: number): number {
  return /[\udc00-\udfff]/.test(line.charAt(place)) ? place + 1 : place;
}

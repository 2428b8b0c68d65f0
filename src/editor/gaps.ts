/** `[MASK]` in a line of text. */
import { gapsOf, isTooLong, longestGap, mostSlots, type WrittenGap as Gap } from '../protocol/gaps';

export { gapsOf, isTooLong, longestGap, type Gap };

/** A part of a line that says enough about one of its gaps. */
export interface GapWindow {
  readonly text: string;
  /** Where in the line it begins. */
  readonly start: number;
  /** Which of the part's gaps it is about, from 0. */
  readonly index: number;
}

/** In UTF-16 units: how far the text around a gap matters, and how near another gap must be to be filled with it. */
const reach = { text: 250, gaps: 40 };

/** The same gap, so many UTF-16 units further on. */
export function moved(gap: Gap, by: number): Gap {
  return { ...gap, start: gap.start + by, end: gap.end + by };
}

/** The gap that a cursor stands in or touches. */
export function gapAt(line: string, character: number): Gap | undefined {
  return gapsOf(line).find(({ start, end }) => start <= character && character <= end);
}

/** The gap that a cursor stands in or touches, if it is not too long to be filled. */
export function fillableGapAt(line: string, character: number): Gap | undefined {
  const gap = gapAt(line, character);
  return gap && !isTooLong(gap) ? gap : undefined;
}

/** Whether a cursor is in a line that has a gap, be it only begun (`[MASK`), or at the beginning of one: `[`, `[M`, … */
export function isNearGap(line: string, character: number): boolean {
  return /\[mask/i.test(line) || /\[(m(as?)?)?$/i.test(line.slice(0, character));
}

/**
 * The text around a gap, however long the line is. Near gaps are a part of it, to be filled together with this one. It
 * ends before gaps that are far away, too long, or more than can be filled at once.
 */
export function windowAround(line: string, gap: Gap): GapWindow {
  const others = gapsOf(line).filter(({ start }) => start !== gap.start);
  const companions = companionsOf(gap, others);
  const isObstacle = (other: Gap): boolean => !companions.has(other);
  const before = others.filter(({ end }) => end <= gap.start);
  const after = others.filter(({ start }) => start >= gap.end);
  const from = Math.max(gap.start - reach.text, before.findLast(isObstacle)?.end ?? 0);
  const to = Math.min(gap.end + reach.text, after.find(isObstacle)?.start ?? line.length);
  const start = wholeCharacter(line, from);
  return {
    text: line.slice(start, wholeCharacter(line, to)),
    start,
    index: before.filter((other) => other.start >= from).length,
  };
}

/** The gaps that can be filled along with one: near ones, the nearest first. */
function companionsOf(gap: Gap, others: readonly Gap[]): ReadonlySet<Gap> {
  const distance = ({ start, end }: Gap): number => Math.max(gap.start - end, start - gap.end);
  const near = others
    .filter((other) => !isTooLong(other) && distance(other) <= reach.gaps)
    .sort((a, b) => distance(a) - distance(b));
  const companions = new Set<Gap>();
  let { slots } = gap;
  for (const other of near) {
    slots += other.slots;
    if (slots <= mostSlots) companions.add(other);
  }
  return companions;
}

/** Moves a place out of the middle of a surrogate pair. */
function wholeCharacter(line: string, place: number): number {
  return /[\udc00-\udfff]/.test(line.charAt(place)) ? place + 1 : place;
}

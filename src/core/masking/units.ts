import type { Example } from '../corpus/examples';
import { segmenter } from '../segmenter';
import type { TermMatcher } from './termMatcher';

/**
 * Tokens that belong together, a word or a term: `[start, end)` in positions of `Example.ids`.
 */
export interface Unit {
  start: number;
  end: number;
  /** The user's term that this unit is an occurrence of. */
  term?: string;
}

/**
 * Cuts an example into words and terms. Terms come first; what lies between them is segmented for itself, so that a
 * word never reaches into a term. Every token between `[CLS]` and `[SEP]` is in exactly one unit.
 */
export function unitsOf(example: Example, findTermsIn: TermMatcher): Unit[] {
  const { text } = example;
  const units: Unit[] = [];
  let position = 1;
  /** The tokens that begin before `end` and are not in a unit yet become one. */
  const close = (end: number, term?: string): void => {
    const start = position;
    while (position <= example.starts.length && startOf(example, position) < end) position++;
    if (position > start)
      units.push(term === undefined ? { start, end: position } : { start, end: position, term });
  };
  let offset = 0;
  const closeWordsUntil = (end: number): void => {
    for (const { segment, index } of segmenter.segment(text.slice(offset, end))) {
      close(offset + index + segment.length);
    }
  };
  for (const match of findTermsIn(text)) {
    closeWordsUntil(match.start);
    close(match.end, match.term);
    offset = match.end;
  }
  closeWordsUntil(text.length);
  return units;
}

/** Where the token at a position of `ids` begins in the text; the offsets leave out `[CLS]`. */
function startOf(example: Example, position: number): number {
  return example.starts[position - 1] ?? Infinity;
}

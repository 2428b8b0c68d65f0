import { alphabetic } from './alphabetic';

/** One occurrence of a term in a text: `[start, end)` in UTF-16 units. */
export interface TermMatch {
  term: string;
  start: number;
  end: number;
}

/** Finds the occurrences of terms in a text, from left to right, never overlapping. */
export type TermMatcher = (text: string) => TermMatch[];

/**
 * Where terms overlap, the one that begins first is taken, and of those that begin together the longest. Letter case
 * does not matter, and a term that begins or ends with a letter or digit of an alphabetic script is no part of a
 * longer word: the term `AI` is not in `RAID`.
 */
export function matcherOf(terms: readonly string[]): TermMatcher {
  const given = new Map(terms.map((term) => [folded(term.trim()), term.trim()]));
  given.delete('');
  if (given.size === 0) return () => [];
  const longestFirst = [...given.values()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(patternOf).join('|'), 'giu');
  return (text) =>
    [...text.matchAll(pattern)].map(({ 0: match, index }) => ({
      term: given.get(folded(match)) ?? match,
      start: index,
      end: index + match.length,
    }));
}

const beginsAlphabetic = new RegExp(`^${alphabetic}`, 'u');
const endsAlphabetic = new RegExp(`${alphabetic}$`, 'u');

function patternOf(term: string): string {
  const literal = term.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  const before = beginsAlphabetic.test(term) ? `(?<!${alphabetic})` : '';
  const after = endsAlphabetic.test(term) ? `(?!${alphabetic})` : '';
  return before + literal + after;
}

function folded(text: string): string {
  return text.toLowerCase();
}

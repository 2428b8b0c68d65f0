import { isCommon } from './generalText';
import { isOneWord } from '../segmenter';
import type { Sequence } from './sequences';

/** Of a sequence within a longer one, so many occurrences must be in the longer one for that to be the term. */
const leastShareOfLonger = 0.75;

/** Surnames have up to two characters, given names too. */
const longestName = 4;

/** A sequence that may be a term, the more telling the higher its score. */
export interface Candidate extends Sequence {
  score: number;
}

/**
 * Of sequences within each other keeps one: the longer one if the shorter is seldom seen without it, else the shorter.
 * A word that only stands beside a term, such as a title, is not taken into it.
 */
export function withoutFragments(candidates: readonly Candidate[]): Candidate[] {
  let kept: Candidate[] = [];
  const cutOff = candidates.filter((candidate) => isSharedBeginning(candidate, candidates));
  const whole = candidates.filter(({ text }) => !cutOff.some((beginning) => text.endsWith(beginning.text)));
  for (const candidate of whole) {
    const related = kept.filter(({ text }) => text.includes(candidate.text) || candidate.text.includes(text));
    if (related.every((other) => isMoreThan(candidate, other))) {
      kept = [...kept.filter((other) => !related.includes(other)), candidate];
    }
  }
  return kept.sort((a, b) => b.score - a.score);
}

/** Whether a sequence is seldom seen but as the beginning of several others of its kind, such as 覃守 of 覃守拙 and 覃守诚. */
function isSharedBeginning(shorter: Candidate, candidates: readonly Candidate[]): boolean {
  const longer = candidates.filter(
    ({ text, atoms }) => text.startsWith(shorter.text) && atoms.length === shorter.atoms.length + 1,
  );
  const covered = longer.reduce((sum, { count }) => sum + count, 0);
  return longer.length > 1 && covered >= shorter.count * leastShareOfLonger;
}

/** Whether a candidate should replace another that it contains or that contains it. */
function isMoreThan(candidate: Candidate, other: Candidate): boolean {
  const isLonger = candidate.text.includes(other.text);
  const [longer, shorter] = isLonger ? [candidate, other] : [other, candidate];
  const shorterStandsAlone =
    longer.count < shorter.count * leastShareOfLonger || isTermBesideWord(longer, shorter);
  return isLonger !== shorterStandsAlone;
}

/**
 * Whether a longer sequence is a shorter one of several characters with a known word before or behind it. Where the two
 * are never seen apart, it must be a common word and the whole too long for a name: 人物诸葛涛 is a word and a name,
 * 高清黎真 and 凤山鹏祥豆腐 are of one piece.
 */
function isTermBesideWord(longer: Sequence, shorter: Sequence): boolean {
  if (shorter.atoms.length === 1) return false;
  const rest = longer.text.startsWith(shorter.text)
    ? longer.text.slice(shorter.text.length).trim()
    : longer.text.slice(0, -shorter.text.length).trim();
  const isWord = rest.length > 1 && isOneWord(rest);
  return isWord && (longer.count < shorter.count || (longer.atoms.length > longestName && isCommon(rest)));
}

import { aroundHeadword } from './aroundHeadword';
import { segmenter } from '../segmenter';

/** A glossary may have so many words, more than another text, and each of them is a term. */
export const mostHeadwords = 300;

/** Fewer entries may begin alike by chance. */
const fewestEntries = 3;
/** Of a glossary or a play, so many passages begin with a headword; of one whose headwords have lines of their own, half. */
const leastShare = 0.4;

const { lead, closing, separator } = aroundHeadword;
/** A line by itself that is longer than a name is rather a line of a song. */
const entry = new RegExp(
  String.raw`${lead}(?:(?<word>\p{Script=Han}{2,6}?)${closing}(?:${separator}|是|指)|(?<line>\p{Script=Han}{2,4})$)`,
  'u',
);

/**
 * The unknown words that a glossary explains, or whose lines a play gives: what most passages begin with, before a
 * colon, a bracket, a dash, a space or 是, or that is a passage by itself. Each may be there once only.
 */
export function headwords(passages: readonly string[]): string[] {
  const own = passages
    .map((passage) => entry.exec(passage)?.groups)
    .map((found) => found?.['word'] ?? found?.['line'])
    .filter((word) => word !== undefined)
    .filter(isUnfamiliar);
  const isGlossary = own.length >= Math.max(fewestEntries, passages.length * leastShare);
  return isGlossary ? [...new Set(own)] : [];
}

/** Words that introduce speech: 老师问道： is no headword. */
const speech = /[说說道问問答喊叫讲講曰云笑]$/u;

/** Whether the segmenter knows no word for it, nor words that it is made of alone. */
function isUnfamiliar(word: string): boolean {
  const pieces = Array.from(segmenter.segment(word), ({ segment }) => segment);
  return pieces.length > 1 && pieces.some((piece) => /^.$/u.test(piece)) && !speech.test(word);
}

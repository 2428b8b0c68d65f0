import { isCommon } from './generalText';
import { segmenter } from '../segmenter';

/** What is longer is rather several words. */
const longestName = 4;

/**
 * The words of a sentence that no dictionary has, told by one sentence alone: where the segmenter falls back on single
 * characters that are not common, they and what is not common beside them are one word (三国|人物|诸葛|涛). This tells
 * fewer words than counting in a longer text does, and not as surely.
 */
export function unfamiliarWords(sentence: string): string[] {
  return runsOf(sentence)
    .filter((pieces) => pieces.length > 1 && pieces.some((piece) => characterCount(piece) === 1))
    .map((pieces) => pieces.join(''))
    .filter((word) => characterCount(word) <= longestName);
}

/** The segmenter's neighbouring pieces that are not common. */
function runsOf(sentence: string): string[][] {
  const runs: string[][] = [[]];
  for (const { segment } of segmenter.segment(sentence)) {
    if (isHan(segment) && !isCommon(segment)) runs.at(-1)?.push(segment);
    else runs.push([]);
  }
  return runs;
}

function isHan(text: string): boolean {
  return /^\p{Script=Han}+$/u.test(text);
}

/** Rare characters are two units of a string. */
function characterCount(text: string): number {
  return Array.from(text).length;
}

/** Proposes sentences that show what a model learns from a corpus. */
import { maskWords } from '../core/filling/maskWords';
import { gapsOf, isTooLong } from '../core/filling/writtenGaps';
import { segmenter } from '../core/segmenter';

const proposals = 3;
const wanted = { shortest: 6, longest: 40 };

/**
 * Hides the person's own words in turn, each time in another sentence, until there are enough proposals. When no sentence
 * with such a word is left, the longest word of other sentences is hidden. Of each sentence something is left that tells
 * what is missing, and no two proposals are equal.
 *
 * @param terms the person's own words, most telling first
 */
export function proposeProbes(sentences: readonly string[], terms: readonly string[]): string[] {
  const handy = sentences.filter(({ length }) => length >= wanted.shortest && length <= wanted.longest);
  const pool = new Set(
    handy.length > 0 ? handy : sentences.map((sentence) => sentence.slice(0, wanted.longest)),
  );
  const words = terms.filter(isFillable).slice(0, proposals);
  const probes = new Set<string>();
  const propose = (sentence: string, word: string): void => {
    pool.delete(sentence);
    probes.add(hide(sentence, word));
  };
  for (let round = 0; round < proposals; round++) {
    for (const term of words) {
      const sentence = [...pool].find((each) => canHide(each, term));
      if (sentence !== undefined) propose(sentence, term);
    }
  }
  for (const sentence of pool) {
    if (probes.size >= proposals) break;
    const word = wordToHide(sentence);
    if (word !== undefined) propose(sentence, word);
  }
  return [...probes].slice(0, proposals);
}

/** Whether a gap of its length can be filled. */
function isFillable(word: string): boolean {
  const gaps = gapsOf(maskWords(word));
  return gaps.length > 0 && !gaps.some(isTooLong);
}

/** Whether the word is there, and not all that the sentence says. */
function canHide(sentence: string, word: string): boolean {
  return sentence.includes(word) && /[\p{L}\p{N}]/u.test(hide(sentence, word).replaceAll('[MASK]', ''));
}

/** Hides the last occurrence, which has the most before it that leads up to it. */
function hide(sentence: string, word: string): string {
  const at = sentence.lastIndexOf(word);
  return sentence.slice(0, at) + maskWords(word) + sentence.slice(at + word.length);
}

/** The longest word; of one that is the whole sentence, the second half. */
function wordToHide(sentence: string): string | undefined {
  const word = longestWord(sentence) ?? '';
  const characters = Array.from(word);
  const half = characters.slice(Math.ceil(characters.length / 2)).join('');
  return [word, half].find((part) => part !== '' && canHide(sentence, part));
}

function longestWord(sentence: string): string | undefined {
  const words = [...segmenter.segment(sentence)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment)
    .filter((word) => /^\p{Script=Han}{1,4}$/u.test(word));
  return words.sort((a, b) => b.length - a.length)[0];
}

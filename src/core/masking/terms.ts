import { explainedWords } from './explainedWords';
import { generalFrequency, isCommon } from './generalText';
import { hasGrammar, isNumberBeforeUnit, isNumeral, isSound } from './grammar';
import { withoutFragments } from './fragments';
import { headwords, mostHeadwords } from './headwords';
import { segmenter } from '../segmenter';
import { countSequences, type Sequence, type SequenceCounts, type Side } from './sequences';
import { unfamiliarWords } from './unfamiliarWords';

/** Terms are sequences of so many characters (or alphabetic words) at most. */
const longestTerm = 6;
const mostTerms = 40;

/** So many characters of a corpus tell its terms; a larger one is sampled evenly. */
const sampledCharacters = 200_000;

/** In a text of fewer characters, a word that is seen once may have to do for the person's own. */
const shortText = 200;

/** Below it, that a sequence is more frequent than in general text may be chance. */
const leastScore = 5;

/** Below it, the parts of a sequence are seen apart too often. */
const leastCohesion = 0.1;

/** What the segmenter knows as one word must be e³ = 20 times as frequent as another term to be one. */
const knownWordHandicap = 3;

/** So often it is no chance that a sequence begins like a name: with a character that is no part of a known word. */
const frequent = 10;
/** Such a one may be less frequent by e^1.5 = 4.5 times: in a long text, a name makes its characters hardly more frequent. */
const nameLead = 1.5;

/** Below it, a sequence is seen in too few surroundings to be whole: two different neighbours have ln 2 = 0.69. */
const leastFreedom = 0.6;

const hasLetter = /\p{L}/u;

/**
 * Finds the user's own words: names, places, products, technical terms. Most telling first, a few dozen at most; then
 * those that a glossary explains.
 *
 * A term is a frequent sequence of characters that
 * - holds together: its parts are seldom seen without each other;
 * - is free: what stands before and behind it varies (branching entropy), so that it is no piece of something longer;
 * - is no single word for the segmenter, unless it is frequent beyond all measure;
 * - is telling: it alone makes its characters more frequent than they are in general text.
 *
 * A glossary or a list of names has nothing to count; there, what its entries begin with is one. Nor has a sentence or
 * two; there, what no dictionary knows is one, too.
 */
export function findTerms(sentences: readonly string[]): string[] {
  const sample = evenSample(sentences);
  const characters = sample.reduce((sum, sentence) => sum + sentence.length, 0);
  const leastCount = Math.max(2, Math.round(characters / 20_000));
  const counts = countSequences(sample, { longest: longestTerm, leastCount });
  const titles = titlesIn(sample);
  const candidates = [...counts.sequences.values()]
    .filter((sequence) => isTermLike(sequence, counts) || isTitle(sequence, titles))
    .map((sequence) => ({ ...sequence, score: scoreOf(sequence, counts) }))
    .filter(({ score }) => score >= leastScore)
    .sort((a, b) => b.score - a.score);
  const explained = [
    ...new Set([
      ...explainedWords(sample).filter((word) => !isNumeral(word)),
      ...headwords(sample).filter((word) => !hasGrammar(word)),
    ]),
  ].slice(0, mostHeadwords);
  const counted = withoutFragments(candidates)
    .map(({ text }) => text)
    .filter((text) => !explained.some((word) => word.includes(text)))
    .slice(0, mostTerms);
  const terms = [...counted, ...explained];
  return characters < shortText && terms.every(isCommon)
    ? [...terms, ...unfamiliarBeside(terms, sample)]
    : terms;
}

/** What stands in 《》, and how often. */
function titlesIn(sentences: readonly string[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const sentence of sentences) {
    for (const { 1: title = '' } of sentence.matchAll(/《([^《》]+)》/gu)) {
      times.set(title, (times.get(title) ?? 0) + 1);
    }
  }
  return times;
}

/** Whether a sequence is mostly seen as a title: 《第七盏灯》. Of such a one nobody doubts where it begins and ends. */
function isTitle({ text, atoms, count }: Sequence, titles: ReadonlyMap<string, number>): boolean {
  return atoms.length > 1 && (titles.get(text) ?? 0) >= Math.max(2, count / 2);
}

/** The distinct unfamiliar words of what is left of sentences without their terms. */
function unfamiliarBeside(terms: readonly string[], sentences: readonly string[]): string[] {
  const rests = sentences.map((sentence) =>
    terms.reduce((rest, term) => rest.replaceAll(term, ' '), sentence),
  );
  return [...new Set(rests.flatMap(unfamiliarWords))];
}

function evenSample(sentences: readonly string[]): readonly string[] {
  const characters = sentences.reduce((sum, sentence) => sum + sentence.length, 0);
  const step = characters / sampledCharacters;
  if (step <= 1) return sentences;
  return Array.from(
    { length: Math.floor(sentences.length / step) },
    (_, index) => sentences[Math.floor(index * step)] ?? '',
  );
}

function isTermLike(sequence: Sequence, counts: SequenceCounts): boolean {
  const { text, atoms } = sequence;
  if (hasGrammar(text) || !hasLetter.test(atoms[0] ?? '')) return false;
  if (atoms.length === 1 && !(isLatin(text) && text.length > 1)) return false;
  if (isCounted(sequence) || isSound(text)) return false;
  return (
    (isFree(sequence.left, sequence) || hasUnits(sequence, counts)) &&
    isFree(sequence.right, sequence) &&
    cohesion(sequence, counts) >= leastCohesion
  );
}

/**
 * Whether a sequence can end here: its neighbours vary, or they are words for themselves, such as a title that always
 * stands before a name (丞相诸葛涛) or what a product is (灵瞳导航).
 */
function isFree(side: Side, { count, atoms }: Sequence): boolean {
  if (side.atWordEdge < count / 4) return false;
  if (atoms.every(isLatin) && timesBeside(side, isLatin) > count / 2) return false;
  return branchingEntropy(side, count) >= leastFreedom || side.besideWord + side.open > 0.8 * count;
}

/** Whether a sequence is mostly seen behind a number, as that begins with a unit: 盏灯 of 一盏灯. */
function isCounted({ count, left }: Sequence): boolean {
  return timesBeside(left, isNumberBeforeUnit) > count / 2;
}

/** Whether a sequence is mostly seen behind a unit, as 云晶 in 一颗云晶. */
function hasUnits({ text, count, left }: Sequence, { sequences }: SequenceCounts): boolean {
  const isUnit = (neighbour: string): boolean => {
    const counted = sequences.get(neighbour + text);
    return counted !== undefined && isCounted(counted);
  };
  return timesBeside(left, isUnit) > count / 2;
}

function timesBeside({ neighbours }: Side, isSuch: (neighbour: string) => boolean): number {
  return [...neighbours].reduce((sum, [neighbour, times]) => (isSuch(neighbour) ? sum + times : sum), 0);
}

function isLatin(text: string): boolean {
  return /\p{Script=Latin}/u.test(text);
}

/** In nats; the end of a stretch of text is a new neighbour every time. */
function branchingEntropy({ neighbours, open }: Side, count: number): number {
  let entropy = (open / count) * Math.log(count);
  for (const times of neighbours.values()) entropy -= (times / count) * Math.log(times / count);
  return entropy;
}

/**
 * Over all ways to cut a sequence in two, the smallest product of the shares that it has of either part's occurrences:
 * 1 if no part is ever seen without the other.
 */
function cohesion({ atoms, text, count }: Sequence, { sequences }: SequenceCounts): number {
  let least = 1;
  for (const { head, tail } of cutsOf(text, atoms)) {
    const headCount = sequences.get(head)?.count ?? count;
    const tailCount = sequences.get(tail)?.count ?? count;
    least = Math.min(least, (count / headCount) * (count / tailCount));
  }
  return least;
}

/** All ways to cut a sequence between two of its atoms. */
function cutsOf(text: string, atoms: readonly string[]): { head: string; tail: string }[] {
  let end = 0;
  return atoms.slice(0, -1).map((atom) => {
    end = text.indexOf(atom, end) + atom.length;
    return { head: text.slice(0, end), tail: text.slice(end).trimStart() };
  });
}

/**
 * How much more frequent a sequence is than chance would have it: its count times the logarithm of how many times more
 * frequent it alone makes its characters than they are in general text (the mean of the least telling character and of
 * all of them together).
 */
function scoreOf({ text, atoms, count, asWord }: Sequence, { total }: SequenceCounts): number {
  const gains = atoms.map((atom) => Math.log(count / total / generalFrequency(atom)));
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const handicap = asWord > count / 2 ? knownWordHandicap : 0;
  const lead = count >= frequent && beginsLikeName(text) ? nameLead : 0;
  return count * ((Math.min(...gains) + mean) / 2 - handicap + lead);
}

/** Whether the segmenter cuts off the first character of several, as a surname. */
function beginsLikeName(text: string): boolean {
  const [first] = segmenter.segment(text);
  return /^\p{Script=Han}$/u.test(first?.segment ?? '') && text !== first?.segment;
}

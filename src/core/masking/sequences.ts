import { segmenter } from '../segmenter';

/**
 * Character sequences of a corpus with what their surroundings say of them.
 *
 * A sequence is made of atoms: a Chinese character is one, and so is an alphabetic word or number (`Pro`, `X-200`).
 * It never crosses punctuation.
 */
export interface Sequence {
  text: string;
  atoms: string[];
  count: number;
  left: Side;
  right: Side;
  /** Occurrences that the segmenter takes for exactly one word. */
  asWord: number;
}

/** One side of a sequence, over all its occurrences. */
export interface Side {
  /** Atoms next to it, with their counts. */
  neighbours: Map<string, number>;
  /** Occurrences at the end of a stretch of text: beside punctuation, or where a sentence begins or ends. */
  open: number;
  /** Occurrences where the segmenter ends a word here. */
  atWordEdge: number;
  /** Occurrences beside a word of several characters that the segmenter knows. */
  besideWord: number;
}

export interface SequenceCounts {
  /** Atoms counted. */
  total: number;
  /** By text; every sequence that is frequent enough, single atoms included. */
  sequences: Map<string, Sequence>;
}

/** Text between punctuation. */
interface Stretch {
  sentence: string;
  atoms: { text: string; start: number; end: number }[];
  /** The segmenter's word that an offset in the sentence begins or ends. */
  wordFrom: Map<number, string>;
  wordTo: Map<number, string>;
}

/** What begins with a backslash, an ampersand or an angle bracket is no word, but a mark of LaTeX or HTML. */
const atomPattern =
  /\p{Script=Han}|(?<![\\&<\p{Script=Latin}\p{Nd}]|<\/)[\p{Script=Latin}\p{Nd}]+(?:[-_.+'][\p{Script=Latin}\p{Nd}]+)*/gu;

/**
 * Counts the sequences of up to `longest` atoms that occur at least `leastCount` times. A sequence can only be as
 * frequent as its parts, so that longer ones are looked for only where shorter ones were found.
 */
export function countSequences(
  sentences: readonly string[],
  { longest, leastCount }: { longest: number; leastCount: number },
): SequenceCounts {
  const stretches = sentences.flatMap(stretchesOf);
  const sequences = new Map<string, Sequence>();
  for (let length = 1; length <= longest; length++) {
    const frequent = countsOfLength(stretches, length, sequences);
    for (const [text, count] of frequent) if (count < leastCount) frequent.delete(text);
    if (frequent.size === 0) break;
    for (const stretch of stretches) {
      for (let first = 0; first + length <= stretch.atoms.length; first++) {
        const text = textOf(stretch, first, length);
        if (frequent.has(text)) observe(sequences, stretch, first, length, text);
      }
    }
  }
  return { total: stretches.reduce((sum, { atoms }) => sum + atoms.length, 0), sequences };
}

function countsOfLength(
  stretches: readonly Stretch[],
  length: number,
  shorter: ReadonlyMap<string, Sequence>,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const stretch of stretches) {
    for (let first = 0; first + length <= stretch.atoms.length; first++) {
      const partsAreFrequent =
        length === 1 ||
        (shorter.has(textOf(stretch, first, length - 1)) &&
          shorter.has(textOf(stretch, first + 1, length - 1)));
      if (!partsAreFrequent) continue;
      const text = textOf(stretch, first, length);
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  }
  return counts;
}

function observe(
  sequences: Map<string, Sequence>,
  stretch: Stretch,
  first: number,
  length: number,
  text: string,
): void {
  let sequence = sequences.get(text);
  if (!sequence) {
    const atoms = stretch.atoms.slice(first, first + length).map((atom) => atom.text);
    sequence = { text, atoms, count: 0, left: emptySide(), right: emptySide(), asWord: 0 };
    sequences.set(text, sequence);
  }
  const start = stretch.atoms[first]?.start ?? 0;
  const end = stretch.atoms[first + length - 1]?.end ?? 0;
  sequence.count++;
  observeSide(sequence.left, stretch.atoms[first - 1]?.text, stretch.wordTo.get(start));
  observeSide(sequence.right, stretch.atoms[first + length]?.text, stretch.wordFrom.get(end));
  if (stretch.wordFrom.get(start) === text) sequence.asWord++;
}

function observeSide(side: Side, neighbour: string | undefined, adjacentWord: string | undefined): void {
  if (neighbour === undefined) side.open++;
  else side.neighbours.set(neighbour, (side.neighbours.get(neighbour) ?? 0) + 1);
  if (adjacentWord !== undefined || neighbour === undefined) side.atWordEdge++;
  if (neighbour !== undefined && adjacentWord !== undefined && adjacentWord.length > 1) side.besideWord++;
}

function emptySide(): Side {
  return { neighbours: new Map(), open: 0, atWordEdge: 0, besideWord: 0 };
}

function stretchesOf(sentence: string): Stretch[] {
  const wordFrom = new Map<number, string>();
  const wordTo = new Map<number, string>();
  for (const { segment, index } of segmenter.segment(sentence)) {
    wordFrom.set(index, segment);
    wordTo.set(index + segment.length, segment);
  }
  const stretches: Stretch[] = [];
  let end = -1;
  for (const { 0: text, index } of sentence.matchAll(atomPattern)) {
    const continues = end >= 0 && sentence.slice(end, index).trim() === '';
    if (!continues) stretches.push({ sentence, atoms: [], wordFrom, wordTo });
    end = index + text.length;
    stretches.at(-1)?.atoms.push({ text, start: index, end });
  }
  return stretches;
}

function textOf({ sentence, atoms }: Stretch, first: number, length: number): string {
  return sentence.slice(atoms[first]?.start, atoms[first + length - 1]?.end);
}

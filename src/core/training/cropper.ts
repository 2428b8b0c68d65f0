import type { MaskedExample } from '../masking/masker';
import type { Random } from '../random';
import type { Tokenizer } from '../tokenizer/tokenizer';

/** A part begins and ends at a clause in so many cases, else anywhere near the word. */
const clauseShare = 0.5;
/** The most clauses, and the most tokens, on either side of a word. */
const mostClauses = 3;
const mostTokens = 12;

/** Behind them a clause begins. */
const clauseMarks = '，。！？；：、…“”‘’（）《》,.!?;:"()';

/**
 * Shows parts of examples: one of the words that are masked, with a few tokens or a few clauses on either side, as
 * people's sentences begin and end. A word that is learnt in whole sentences only is not found again in a few words of
 * context.
 */
export class Cropper {
  private readonly marks: ReadonlySet<number>;

  constructor(tokenizer: Pick<Tokenizer, 'encode' | 'special'>) {
    const { unk } = tokenizer.special;
    this.marks = new Set(tokenizer.encode(clauseMarks).ids.filter((id) => id !== unk));
  }

  /** A part of an example, in which words that it cuts are not asked for; all of it where the part would be one word. */
  crop({ ids, positions, targets }: MaskedExample, random: Random): MaskedExample {
    const words = runsOf(positions);
    const [first, end] = random.pick(words) ?? [1, 1];
    const isMark = (position: number): boolean => this.marks.has(ids[position] ?? 0);
    const from = first - extent(first - 1, (tokens) => isMark(first - tokens - 1), random);
    const to = end + extent(ids.length - 1 - end, (tokens) => isMark(end + tokens - 1), random);
    if (from === first && to === end) return { ids, positions, targets };
    const whole = words.filter((word) => word[0] >= from && word[1] <= to);
    const isShown = (position: number): boolean =>
      whole.some((word) => position >= word[0] && position < word[1]);
    return {
      ids: Int32Array.of(ids[0] ?? 0, ...ids.subarray(from, to), ids.at(-1) ?? 0),
      positions: positions.filter(isShown).map((position) => position - from + 1),
      targets: targets.filter((_, index) => isShown(positions[index] ?? 0)),
    };
  }
}

/** Neighbouring positions as one word: `[first, end)`. */
function runsOf(positions: Int32Array): [first: number, end: number][] {
  const runs: [number, number][] = [];
  for (const position of positions) {
    const run = runs.at(-1);
    if (run?.[1] === position) run[1]++;
    else runs.push([position, position + 1]);
  }
  return runs;
}

/**
 * How many tokens a part has on one side of a word.
 *
 * @param room how many there are.
 * @param endsClause whether a clause ends where a part has so many.
 */
function extent(room: number, endsClause: (tokens: number) => boolean, random: Random): number {
  if (random.next() >= clauseShare) return random.below(Math.min(room, mostTokens) + 1);
  const edges = Array.from({ length: room + 1 }, (_, tokens) => tokens);
  const clauses = edges.filter((tokens) => tokens === room || endsClause(tokens));
  return random.pick(clauses.slice(0, mostClauses)) ?? room;
}

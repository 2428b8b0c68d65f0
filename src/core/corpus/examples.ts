import type { Encoding, Tokenizer } from '../tokenizer/tokenizer';

/** A tokenised window of the corpus, before masking. */
export interface Example {
  text: string;
  /** [CLS], the text's tokens, [SEP]. */
  ids: Int32Array;
  /** Where in `text` the tokens between [CLS] and [SEP] start, in UTF-16 units: shorter by two than `ids`. */
  starts: Int32Array;
}

/** What this module needs of a tokenizer. */
type Encoder = Pick<Tokenizer, 'encode' | 'special'>;

/**
 * Turns sentences into windows that the model can take: at most `maxTokens` long, [CLS] and [SEP] included.
 *
 * A longer sentence becomes as few windows as hold it, of about the same length, cut where it reads best: at a
 * sentence's end, else at a comma, else between two characters or words of an alphabet. No token is lost or repeated.
 */
export function toExamples(sentences: readonly string[], tokenizer: Encoder, maxTokens: number): Example[] {
  return sentences.flatMap((text) => {
    const encoding = tokenizer.encode(text);
    return windowsOf(text, encoding, maxTokens - 2).map(([from, to]) =>
      exampleOf(text, encoding, from, to, tokenizer.special),
    );
  });
}

/** Tokens `from` to `to` (exclusive) as an example of its own. */
function exampleOf(
  text: string,
  { ids, starts }: Encoding,
  from: number,
  to: number,
  special: { cls: number; sep: number },
): Example {
  const origin = from === 0 ? 0 : (starts[from] ?? 0);
  const window = text.slice(origin, starts[to] ?? text.length).trimEnd();
  return {
    text: window,
    ids: Int32Array.of(special.cls, ...ids.slice(from, to), special.sep),
    starts: Int32Array.from(starts.slice(from, to), (offset) => offset - origin),
  };
}

/** The token ranges of a text's windows; none for a text without tokens. */
function windowsOf(text: string, { starts, ends }: Encoding, limit: number): [from: number, to: number][] {
  const windows: [number, number][] = [];
  let from = 0;
  while (starts.length - from > limit) {
    const to = bestCut(text, starts, ends, from, limit);
    windows.push([from, to]);
    from = to;
  }
  if (from < starts.length) windows.push([from, starts.length]);
  return windows;
}

/**
 * The token before which to cut: of the cuts in the second half of the window the best kind, and of these the one
 * nearest to where windows of equal length would be cut.
 */
function bestCut(
  text: string,
  starts: readonly number[],
  ends: readonly number[],
  from: number,
  limit: number,
): number {
  const remaining = starts.length - from;
  const ideal = from + remaining / Math.ceil(remaining / limit);
  let best = from + limit;
  let bestRank = -1;
  for (let cut = from + Math.ceil(limit / 2); cut <= from + limit; cut++) {
    const rank = rankOfCut(text, ends[cut - 1] ?? 0, starts[cut] ?? 0);
    const nearer = Math.abs(cut - ideal) < Math.abs(best - ideal);
    if (rank > bestRank || (rank === bestRank && nearer)) {
      best = cut;
      bestRank = rank;
    }
  }
  return best;
}

const endsSentence = /[。！？…；!?;]["”’」』）)】》〉]*$/u;
const endsClause = /[，、：,:]$/u;
const closes = /^["”’」』）)】》〉。！？…；!?;，、：,:]/u;

/**
 * How well a text reads that is cut between offsets `end` and `start`: 3 between sentences … 0 inside a word, all pieces
 * of which have its range.
 */
function rankOfCut(text: string, end: number, start: number): number {
  if (start < end) return 0;
  const before = text.slice(Math.max(0, end - 8), end);
  const after = text.slice(start, start + 2);
  if (closes.test(after)) return 0;
  if (endsSentence.test(before)) return 3;
  if (endsClause.test(before)) return 2;
  return 1;
}

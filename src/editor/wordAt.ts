/** The word at a place. */

/** `[start, end)` in a line, in UTF-16 units. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** How many UTF-16 units on each side of a place are read: a word is shorter, and a line may be a whole book. */
const reach = 100;

/** Made when it is first needed: loading its dictionary takes as long as all of the extension's activation. */
let segmenter: Intl.Segmenter | undefined;

/**
 * The word of a line that a place touches, the longest one; VS Code takes an unspaced Chinese sentence for one word.
 *
 * @param taught words that no dictionary has
 */
export function wordAt(line: string, place: number, taught: readonly string[] = []): Span | undefined {
  const from = Math.max(0, place - reach);
  const nearby = line.slice(from, place + reach);
  const touched = [...taught.flatMap((word) => occurrences(word, nearby)), ...wordsOf(nearby)]
    .map(({ start, end }) => ({ start: from + start, end: from + end }))
    .filter(({ start, end }) => start <= place && place <= end);
  return touched.sort((a, b) => lengthOf(b) - lengthOf(a))[0];
}

function occurrences(word: string, line: string): Span[] {
  const found: Span[] = [];
  for (let start = line.indexOf(word); start >= 0; start = line.indexOf(word, start + 1)) {
    found.push({ start, end: start + word.length });
  }
  return found;
}

function wordsOf(line: string): Span[] {
  segmenter ??= new Intl.Segmenter('zh', { granularity: 'word' });
  return Array.from(segmenter.segment(line))
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment, index }) => ({ start: index, end: index + segment.length }));
}

function lengthOf({ start, end }: Span): number {
  return end - start;
}

/** The word at a place. */

/** Made when it is first needed: loading its dictionary takes as long as all of the extension's activation. */
let segmenter: Intl.Segmenter | undefined;

/** `[start, end)` of the word of a line that a place touches; VS Code takes an unspaced Chinese sentence for one word. */
export function wordAt(line: string, place: number): { start: number; end: number } | undefined {
  segmenter ??= new Intl.Segmenter('zh', { granularity: 'word' });
  for (const { segment, index, isWordLike } of segmenter.segment(line)) {
    const end = index + segment.length;
    if (isWordLike && index <= place && place <= end) return { start: index, end };
  }
  return undefined;
}

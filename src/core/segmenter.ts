/** Cuts Chinese text into words, by ICU's dictionary. */
export const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** Whether a text is a single word of ICU's dictionary, or a single character. */
export function isOneWord(text: string): boolean {
  return [...segmenter.segment(text)].length === 1;
}

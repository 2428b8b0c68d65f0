/** Cuts Chinese text into words, by ICU's dictionary. */
export const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

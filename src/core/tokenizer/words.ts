import { belongs, Class, unitsOf } from './characters';

/**
 * Splits normalized text into words as BERT does: at white space, and each punctuation mark a word of its own.
 * Calls back with the range, in UTF-16 units, of each word of `text.slice(from, to)`.
 */
export function eachWord(
  text: string,
  from: number,
  to: number,
  visit: (start: number, end: number) => void,
): void {
  let wordStart = from;
  let position = from;
  const endWord = (): void => {
    if (position > wordStart) visit(wordStart, position);
  };
  while (position < to) {
    const codePoint = text.codePointAt(position) ?? 0;
    const next = position + unitsOf(codePoint);
    if (belongs(codePoint, Class.whitespace)) {
      endWord();
      wordStart = next;
    } else if (belongs(codePoint, Class.punctuation)) {
      endWord();
      visit(position, next);
      wordStart = next;
    }
    position = next;
  }
  endWord();
}

import { describe, expect, it } from 'vitest';

import { wordAt } from '../../../src/editor/wordAt';

describe('wordAt', () => {
  it('finds the word that a place touches in an unspaced sentence', () => {
    const line = '今天天气很好';
    expect(wordAt(line, 3)).toEqual({ start: 2, end: 4 });
  });

  it('finds a word that was taught, which no dictionary has, wherever the place is in it', () => {
    const line = '军中人人敬重诸葛涛。';
    for (const place of [6, 7, 8, 9]) {
      expect(wordAt(line, place, ['诸葛涛'])).toEqual({ start: 6, end: 9 });
    }
    expect(wordAt(line, 3, ['诸葛涛'])).toEqual({ start: 2, end: 4 });
  });

  it('finds the longer one where a taught word stands in another', () => {
    expect(wordAt('今天天气很好', 3, ['气'])).toEqual({ start: 2, end: 4 });
  });

  // A segment of a line keeps a copy of the line in Node.js 20: reading all of it would take more memory than there is.
  it('finds the word in a line as long as a book, of which it reads what is nearby', () => {
    const before = '今天天气很好。'.repeat(200_000);
    const line = `${before}军中人人敬重诸葛涛。${before}`;
    const place = before.length + '军中人人敬重诸'.length;
    const start = before.length + '军中人人敬重'.length;
    expect(wordAt(line, place, ['诸葛涛'])).toEqual({ start, end: start + 3 });
    expect(wordAt(line, 3)).toEqual({ start: 2, end: 4 });
  });

  it('finds none beside punctuation alone', () => {
    expect(wordAt('……', 1)).toBeUndefined();
  });
});

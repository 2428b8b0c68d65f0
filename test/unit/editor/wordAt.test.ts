import { describe, expect, it } from 'vitest';

import { wordAt } from '../../../src/editor/wordAt';

describe('wordAt', () => {
  it('finds the word that a place touches in an unspaced sentence', () => {
    const line = '今天天气很好';
    expect(wordAt(line, 3)).toEqual({ start: 2, end: 4 });
  });

  it('finds none beside punctuation alone', () => {
    expect(wordAt('……', 1)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';

import { wordAt } from '../../../src/editor/wordAt';
import { maskWords } from '../../../src/protocol/gaps';

describe('maskWords', () => {
  it.each([
    ['诸葛涛', '[MASK][MASK][MASK]'],
    ['我爱Python', '[MASK][MASK][MASK]'],
    ['用 Visual Studio 写', '[MASK] [MASK] [MASK] [MASK]'],
    ['你好，世界！', '[MASK][MASK]，[MASK][MASK]！'],
    ['2024年', '[MASK][MASK]'],
    ['刘备[MASK]很好', '[MASK][MASK][MASK][MASK][MASK]'],
  ])('hides the words of %s and nothing else', (text, masked) => {
    expect(maskWords(text)).toBe(masked);
  });
});

describe('wordAt', () => {
  it('finds the word that a place touches in an unspaced sentence', () => {
    const line = '今天天气很好';
    expect(wordAt(line, 3)).toEqual({ start: 2, end: 4 });
  });

  it('finds none beside punctuation alone', () => {
    expect(wordAt('……', 1)).toBeUndefined();
  });
});

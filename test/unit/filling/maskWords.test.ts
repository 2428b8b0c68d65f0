import { describe, expect, it } from 'vitest';

import { maskWords } from '../../../src/core/filling/maskWords';

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

import { describe, expect, it } from 'vitest';

import { fileNamedIn, lineNamedIn } from '../../../src/runs/problemPlace';

describe('lineNamedIn', () => {
  it.each([
    ['“a.json” is not proper JSON: see line 12, column 3.', 11],
    ['“a.json”不是正确的 JSON：见第 12 行第 3 列。', 11],
    ['Line 2 of “a.csv” is not a row.', 1],
    ['“a.txt” is empty.', undefined],
  ])('finds the line that %s names', (message, line) => {
    expect(lineNamedIn(message)).toBe(line);
  });
});

describe('fileNamedIn', () => {
  it.each([
    ['“/t/b.json” is empty.', ['/t/a.json', '/t/b.json'], '/t/b.json'],
    ['“/t/deep/b.json”是空的。', ['/t'], '/t/deep/b.json'],
    ['“C:\\t\\b.json” is empty.', ['C:\\t'], 'C:\\t\\b.json'],
    ['“/texts/b.json” is empty.', ['/t'], undefined],
    ['There is nothing to train on.', ['/t/a.json'], undefined],
  ])('finds the file that %s names', (message, chosen, file) => {
    expect(fileNamedIn(message, chosen)).toBe(file);
  });
});

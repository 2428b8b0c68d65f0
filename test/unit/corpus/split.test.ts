import { describe, expect, it } from 'vitest';
import { splitSentences } from '../../../src/core/corpus/split';

const sentences = (count: number): string[] => Array.from({ length: count }, (_, index) => `第${index}句。`);

describe('splitSentences', () => {
  it.each([
    [10, 1],
    [14, 1],
    [50, 5],
    [1000, 100],
  ])('of %i sentences keeps %i to validate with', (count, kept) => {
    const { training, validation, checkedOnItself } = splitSentences(sentences(count), 1);
    expect(checkedOnItself).toBe(false);
    expect(validation).toHaveLength(kept);
    expect(new Set([...training, ...validation])).toEqual(new Set(sentences(count)));
    expect(training).toHaveLength(count - kept);
  });

  it('never has a sentence in both, not even one that was given twice', () => {
    const { training, validation } = splitSentences([...sentences(30), ...sentences(30)], 3);
    expect(training.filter((sentence) => validation.includes(sentence))).toEqual([]);
    expect(training.length + validation.length).toBe(30);
  });

  it.each([1, 3, 9])('trains on each of %i sentences and validates with them', (count) => {
    const all = sentences(count);
    expect(splitSentences(all, 1)).toEqual({ training: all, validation: all, checkedOnItself: true });
  });

  it('is fixed by the seed', () => {
    expect(splitSentences(sentences(100), 7)).toEqual(splitSentences(sentences(100), 7));
    expect(splitSentences(sentences(100), 7)).not.toEqual(splitSentences(sentences(100), 8));
  });
});

import { describe, expect, it } from 'vitest';
import { splitSentences } from '../../../src/core/corpus/split';

const noWords = (): string[] => [];

const sentences = (count: number): string[] => Array.from({ length: count }, (_, index) => `第${index}句。`);

describe('splitSentences', () => {
  it.each([
    [10, 1],
    [14, 1],
    [50, 5],
    [1000, 100],
  ])('of %i sentences keeps %i to validate with', (count, kept) => {
    const { training, validation, checkedOnItself } = splitSentences(sentences(count), 1, noWords);
    expect(checkedOnItself).toBe(false);
    expect(validation).toHaveLength(kept);
    expect(new Set([...training, ...validation])).toEqual(new Set(sentences(count)));
    expect(training).toHaveLength(count - kept);
  });

  it('never has a sentence in both, not even one that was given twice', () => {
    const { training, validation } = splitSentences([...sentences(30), ...sentences(30)], 3, noWords);
    expect(training.filter((sentence) => validation.includes(sentence))).toEqual([]);
    expect(training.length + validation.length).toBe(30);
  });

  it.each([1, 3, 9])('trains on each of %i sentences and validates with them', (count) => {
    const all = sentences(count);
    expect(splitSentences(all, 1, noWords)).toEqual({
      training: all,
      validation: all,
      checkedOnItself: true,
    });
  });

  it('is fixed by the seed', () => {
    expect(splitSentences(sentences(100), 7, noWords)).toEqual(splitSentences(sentences(100), 7, noWords));
    expect(splitSentences(sentences(100), 7, noWords)).not.toEqual(
      splitSentences(sentences(100), 8, noWords),
    );
  });

  it('keeps back no sentence with a word that few others have', () => {
    const rare = '灵梭';
    const wordsIn = (sentence: string): string[] => (sentence.includes(rare) ? [rare] : []);
    const text = [...sentences(17), `${rare}一。`, `${rare}二。`, `${rare}三。`];
    for (let seed = 0; seed < 20; seed++) {
      const { training, validation } = splitSentences(text, seed, wordsIn);
      expect(validation).toHaveLength(2);
      expect(training.filter((sentence) => wordsIn(sentence).length > 0)).toHaveLength(3);
    }
  });

  it('leaves three sentences to learn a word from that has more', () => {
    const text = Array.from({ length: 40 }, (_, index) => `词${index % 8}在第${index}句。`);
    const wordsIn = (sentence: string): string[] => [sentence.slice(0, 2), sentence.slice(0, 2)];
    for (let seed = 0; seed < 20; seed++) {
      const { training, validation } = splitSentences(text, seed, wordsIn);
      expect(validation).toHaveLength(4);
      for (let word = 0; word < 8; word++) {
        const theirs = training.filter((sentence) => sentence.startsWith(`词${word}`));
        expect(theirs.length).toBeGreaterThanOrEqual(3);
      }
    }
  });

  it('keeps back nothing of a glossary, which names each of its words once', () => {
    const all = sentences(50);
    const split = splitSentences(all, 1, (sentence) => [sentence]);
    expect(split).toEqual({ training: all, validation: all, checkedOnItself: true });
  });
});

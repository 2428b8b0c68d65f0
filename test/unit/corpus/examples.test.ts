import { beforeAll, describe, expect, it } from 'vitest';
import { toExamples, type Example } from '../../../src/core/corpus/examples';
import { embeddedModel } from '../../../src/core/modelFiles/embeddedModel';
import { readTokenizer, type Tokenizer } from '../../../src/core/tokenizer/tokenizer';

let tokenizer: Tokenizer;
beforeAll(async () => {
  tokenizer = await readTokenizer(embeddedModel());
});

const idsWithin = (example: Example): number[] => [...example.ids.slice(1, -1)];

describe('toExamples', () => {
  it('puts a sentence between [CLS] and [SEP], with the place of every token', () => {
    const [example] = toExamples(['诸葛涛用Python写诗。'], tokenizer, 32);
    const { cls, sep } = tokenizer.special;
    expect(example?.ids[0]).toBe(cls);
    expect(example?.ids.at(-1)).toBe(sep);
    expect(example?.starts).toHaveLength((example?.ids.length ?? 0) - 2);
    expect(example?.text.slice(example.starts[2], example.starts[3])).toBe('涛');
  });

  it.each([8, 16, 33, 128])(
    'cuts a long text to windows of at most %i tokens and loses none',
    (maxTokens) => {
      const text =
        '春天来了，柳树发芽了，河里的冰也化了。孩子们跑到河边放风筝；老人坐在门口晒太阳……' +
        'TypeScript and internationalization，他说：“这些词都很长！”'.repeat(4);
      const examples = toExamples([text], tokenizer, maxTokens);
      for (const example of examples) expect(example.ids.length).toBeLessThanOrEqual(maxTokens);
      expect(examples.flatMap(idsWithin)).toEqual(tokenizer.encode(text).ids);
    },
  );

  it('has places that fit the text of the window', () => {
    const examples = toExamples(['春天来了。  秋天到了，internationalization。'.repeat(6)], tokenizer, 20);
    for (const example of examples) {
      const { starts, ids } = tokenizer.encode(example.text);
      expect(idsWithin(example)).toEqual(ids);
      expect([...example.starts]).toEqual(starts);
    }
  });

  it('cuts at a sentence end rather than at a comma, and at a comma rather than within a clause', () => {
    const bySentence = toExamples(['一二三四五六，七八九十。一二三四，五六七八九十'], tokenizer, 18);
    expect(bySentence.map(({ text }) => text)).toEqual([
      '一二三四五六，七八九十。',
      '一二三四，五六七八九十',
    ]);
    const byClause = toExamples(['一二三四五六七，八九十一二三四五六七八九'], tokenizer, 15);
    expect(byClause.map(({ text }) => text)).toEqual(['一二三四五六七，', '八九十一二三四五六七八九']);
  });

  it('cuts what has no mark in it into windows of like length', () => {
    expect(toExamples(['甲'.repeat(101)], tokenizer, 52).map(({ ids }) => ids.length - 2)).toEqual([
      34, 33, 34,
    ]);
  });

  it('does not cut what fits', () => {
    expect(toExamples(['春天来了。秋天到了。'], tokenizer, 12).map(({ text }) => text)).toEqual([
      '春天来了。秋天到了。',
    ]);
  });

  it('does not cut a word', () => {
    const words = 'internationalization '.repeat(20).trim();
    for (const example of toExamples([words], tokenizer, 24)) {
      expect(idsWithin(example)).toEqual(tokenizer.encode(example.text).ids);
    }
  });

  it('makes nothing of a text without tokens', () => {
    expect(toExamples(['', ' '], tokenizer, 16)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { PassageSample } from '../../../src/core/corpus/passageSample';
import { corpusFromText } from '../../../src/core/corpus/readCorpus';
import { capacityFor } from '../../../src/core/training/lessonText';
import { chooseSettings } from '../../../src/core/training/settings';
import { efforts, type FineTuneRequest } from '../../../src/core/training/request';

const sentenceOf = (number: number): string =>
  `这是第${number}个句子，它说的是一件很长很长的小事，要说完它，需要四十个以上的字，所以这里还有几个。`;

const passages = Array.from({ length: 1000 }, (_, number) => [sentenceOf(number)]);

/** The texts of a sample of so many characters. */
function sampleOf(added: readonly string[][], capacity: number): PassageSample<string> {
  const sample = new PassageSample<string>(capacity);
  for (const passage of added) sample.add(passage, 'a.txt');
  return sample;
}

const textsOf = (sample: PassageSample<string>): string[] => sample.passages().map(({ text }) => text);

describe('a sample of passages', () => {
  it('is everything, where that fits', () => {
    const sample = sampleOf(passages, 1000 * sentenceOf(999).length);
    expect(textsOf(sample)).toEqual(passages.flat());
    expect(sample.dropped).toBe(0);
  });

  it('fills what there is room for, in the order of the corpus', () => {
    const sample = sampleOf(passages, 10_000);
    const texts = textsOf(sample);
    const { length } = texts.join('');
    expect(length).toBeGreaterThanOrEqual(10_000);
    expect(length).toBeLessThan(10_000 + sentenceOf(999).length);
    expect(texts).toEqual(passages.flat().filter((text) => texts.includes(text)));
    expect(sample.dropped).toBe(1000 - texts.length);
  });

  it('comes evenly from all of the corpus', () => {
    const texts = textsOf(sampleOf(passages, 20_000));
    const inFirstHalf = texts.filter((text) => passages.slice(0, 500).flat().includes(text)).length;
    // Within three standard deviations of the half.
    expect(Math.abs(inFirstHalf - texts.length / 2)).toBeLessThan(1.5 * Math.sqrt(texts.length));
  });

  it('is the same in whatever order the passages come, and however often', () => {
    const backwards = [...passages, ...passages].reverse();
    expect(textsOf(sampleOf(backwards, 10_000)).sort()).toEqual(textsOf(sampleOf(passages, 10_000)).sort());
  });

  it('has no sentence twice', () => {
    const overlapping = passages.map((passage, number) => [...passage, sentenceOf((number * 7) % 1000)]);
    const sentences = textsOf(sampleOf(overlapping, 10_000)).flatMap((text) => text.split(/(?<=。)/u));
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  it('counts short passages as longer ones, since there is more to them than their text', () => {
    const short = Array.from({ length: 1000 }, (_, number) => [`第${number}个。`]);
    expect(sampleOf(short, 4000).passages()).toHaveLength(100);
  });

  it('holds a passage that is longer than all that is to be held', () => {
    const long = `一个${'很'.repeat(1000)}长的句子。`;
    expect(textsOf(sampleOf([[long]], 100))).toEqual([long]);
  });
});

describe('a large corpus', () => {
  const text = passages.flat().join('\n');

  it('is sampled, and its report says so', async () => {
    const { train, report } = await corpusFromText(text, 'a.txt', { capacity: 10_000 });
    expect(report).toMatchObject({ sentences: train.length, sampledFrom: 1000, duplicates: 0 });
    expect(report.sources).toEqual([{ path: 'a.txt', sentences: train.length }]);
  });

  it('has no sentence in its test set that is trained on', async () => {
    const test = [...passages.flat().slice(0, 300), '这一句只在测试里有。'];
    const json = JSON.stringify({ test, train: passages.flat() });
    const corpus = await corpusFromText(json, 'a.json', { capacity: 10_000 });
    expect(corpus.test).toContain('这一句只在测试里有。');
    expect(corpus.train.filter((sentence) => corpus.test?.includes(sentence))).toEqual([]);
  });

  it('is held as far as a run can learn from it', () => {
    const huge = { examples: 1e6, meanTokens: 50, terms: 40, parameters: 5e6 };
    const requests: Pick<FineTuneRequest, 'effort' | 'steps'>[] = [
      ...efforts.map((effort) => ({ effort })),
      { steps: 20_000 },
    ];
    for (const request of requests) {
      const { totalSteps, batchTokens } = chooseSettings({ ...request, method: 'lora' }, huge);
      expect(capacityFor(request)).toBeGreaterThanOrEqual(totalSteps * batchTokens);
    }
  });
});

import { describe, expect, test } from 'vitest';
import { toExamples, type Example } from '../../../src/core/corpus/examples';
import { embeddedModel } from '../../../src/core/modelFiles/embeddedModel';
import { Lesson } from '../../../src/core/training/lesson';
import { chooseSettings } from '../../../src/core/training/settings';
import { readTokenizer } from '../../../src/core/tokenizer/tokenizer';

describe('a lesson', () => {
  /** A corpus in which one word stands nine times as often as the other. */
  const often = Array.from({ length: 9 }, (_, index) => `诸葛涛在第${index + 1}天来到江边。`);
  const corpus = [...often, '霁灯是绿色的。'];

  async function lesson(terms: string[], { sentences = corpus, maxTokens = 128 } = {}) {
    const tokenizer = await readTokenizer(embeddedModel());
    const examplesOf = (texts: string[]): Example[] => toExamples(texts, tokenizer, maxTokens);
    const training = examplesOf(sentences);
    const settings = chooseSettings(
      { method: 'lora' },
      { examples: training.length, meanTokens: 12, terms: terms.length, parameters: 5e6 },
    );
    const plain = examplesOf(['早上起来先烧一壶水，再把窗户打开，让风进来。']);
    const material = { tokenizer, maxTokens, terms, training, plain, replay: [] };
    return { tokenizer, training, lesson: new Lesson(material, settings) };
  }

  test('puts each of the own words as often as the others into plain sentences', async () => {
    const { tokenizer, training, lesson: whole } = await lesson(['诸葛涛', '霁灯']);
    const counts = { 诸葛涛: 0, 霁灯: 0 };
    for (let step = 0; step < 200; step++) {
      for (const { ids, positions, targets } of whole.at(step).rows.slice(training.length)) {
        const restored = ids.slice();
        positions.forEach((position, index) => (restored[position] = targets[index] ?? 0));
        const text = [...restored].map((id) => tokenizer.token(id)).join('');
        if (text.includes('诸葛涛')) counts.诸葛涛++;
        if (text.includes('霁灯')) counts.霁灯++;
      }
    }
    const transplants = 200 * Math.round(training.length / 2);
    expect(counts.诸葛涛 + counts.霁灯).toBe(transplants);
    expect(Math.abs(counts.霁灯 / transplants - 0.5)).toBeLessThan(0.05);
  });

  test('puts no word into other sentences that is longer than any gap', async () => {
    const { training, lesson: whole } = await lesson(['诸葛涛在第1天来到江边']);
    expect(whole.at(0).rows).toHaveLength(training.length);
  });

  test('of a corpus without own words has its sentences alone', async () => {
    const { training, lesson: whole } = await lesson([]);
    expect(whole.at(0).rows).toHaveLength(training.length);
  });

  test.each([
    [
      'a definition that fills it is turned round',
      '灵梭',
      `灵梭：${'把海风变成淡水的机器，'.repeat(11)}好的`,
      128,
    ],
    ['a word is put into a sentence', '灵梭墨鲸溯芯霁灯', '灵梭墨鲸溯芯霁灯在江边。', 16],
  ])('has no row that is longer than the model’s window where %s', async (_, word, sentence, maxTokens) => {
    const { lesson: whole } = await lesson([word], { sentences: [sentence, sentence], maxTokens });
    const rows = Array.from({ length: 200 }, (_, step) => whole.at(step).rows).flat();
    expect(Math.max(...rows.map(({ ids }) => ids.length))).toBeLessThanOrEqual(maxTokens);
  });
});

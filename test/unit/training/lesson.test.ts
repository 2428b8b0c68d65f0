import { describe, expect, test } from 'vitest';
import { toExamples, type Example } from '../../../src/core/corpus/examples';
import type { MaskedExample } from '../../../src/core/masking/masker';
import { embeddedModel } from '../../../src/core/modelFiles/embeddedModel';
import { randomFor } from '../../../src/core/random';
import { cropped, Lesson, transplanted, withNoise } from '../../../src/core/training/lesson';
import { chooseSettings } from '../../../src/core/training/settings';
import { readTokenizer } from '../../../src/core/tokenizer/tokenizer';
import { cls, mask, sentence, sep } from './sentence';

const draws = 2000;

/** Tokens 100 … 119 between [CLS] and [SEP], of which 105 and 106 are masked. */
const example = (): MaskedExample => ({
  ids: Int32Array.of(cls, 100, 101, 102, 103, 104, mask, mask, 107, 108, 109, 110, sep),
  positions: Int32Array.of(6, 7),
  targets: Int32Array.of(105, 106),
});

/** Sentences whose tokens are all above 1000. */
const plain = [sentence(1001, 1002, 1003), sentence(1004)];

describe('a crop', () => {
  test('is a part of the sentence with its masks', () => {
    const random = randomFor(0, 'crop');
    const lengths = new Set<number>();
    for (let draw = 0; draw < draws; draw++) {
      const { ids, positions, targets } = cropped(example(), random);
      lengths.add(ids.length);
      expect([ids[0], ids.at(-1)]).toEqual([cls, sep]);
      expect(Array.from(positions, (position) => ids[position])).toEqual([mask, mask]);
      expect([...targets]).toEqual([105, 106]);
      expect(example().ids.join()).toContain(ids.slice(1, -1).join());
    }
    expect(lengths.size).toBeGreaterThan(5);
  });
});

describe('noise', () => {
  const noisy = (rate: number, seed: number) => withNoise(example(), plain, rate, randomFor(seed, 'noise'));

  test('of rate 0 changes nothing', () => {
    expect(noisy(0, 0)).toEqual(example());
  });

  test('of rate 1 leaves nothing but the masks and the ends', () => {
    const { ids, positions, targets } = noisy(1, 0);
    const { ids: before } = example();
    expect([positions, targets]).toEqual([example().positions, example().targets]);
    ids.forEach((id, position) => {
      const isFixed = position === 0 || position === ids.length - 1 || positions.includes(position);
      if (isFixed) expect(id).toBe(before[position]);
      else expect(id).toBeGreaterThan(1000);
    });
  });

  test('replaces as many tokens as its rate says', () => {
    let replaced = 0;
    for (let seed = 0; seed < draws; seed++) {
      replaced += noisy(0.3, seed).ids.filter((id) => id > 1000).length;
    }
    const tokens = 9;
    expect(Math.abs(replaced / draws / tokens - 0.3)).toBeLessThan(0.02);
  });
});

describe('a transplanted word', () => {
  test('is masked in part, never as a whole', () => {
    const word = Int32Array.of(50, 51, 52);
    const random = randomFor(0, 'transplant');
    for (let draw = 0; draw < draws; draw++) {
      const other = sentence(1001, 1002, 1003, 1004);
      const { ids, positions, targets } = transplanted(word, other, mask, random);
      expect(positions.length).toBeGreaterThan(0);
      expect(positions.length).toBeLessThan(word.length);
      const restored = ids.slice();
      positions.forEach((position, index) => (restored[position] = targets[index] ?? 0));
      expect(restored.join()).toContain(word.join());
    }
  });
});

describe('a lesson', () => {
  /** A corpus in which one word stands nine times as often as the other. */
  async function lesson(terms: string[]) {
    const tokenizer = await readTokenizer(embeddedModel());
    const often = Array.from({ length: 9 }, (_, index) => `诸葛涛在第${index + 1}天来到江边。`);
    const examplesOf = (sentences: string[]): Example[] => toExamples(sentences, tokenizer, 128);
    const training = examplesOf([...often, '霁灯是绿色的。']);
    const settings = chooseSettings(
      { method: 'lora' },
      { examples: training.length, meanTokens: 12, terms: terms.length, parameters: 5e6 },
    );
    const material = { tokenizer, terms, training, plain: examplesOf(['早上起来先烧一壶水。']), replay: [] };
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
});

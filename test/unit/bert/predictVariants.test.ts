import { beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../../../src/core/bert/batch';
import { Predictor } from '../../../src/core/bert/predictor';
import { embeddedModel } from '../../../src/core/modelFiles/embeddedModel';
import { readModelFolder, type Model } from '../../../src/core/modelFiles/modelFolder';
import type { Tokenizer } from '../../../src/core/tokenizer/tokenizer';
import { scoresOf } from '../../support/scores';

let model: Model;
let predictor: Predictor;
let tokenizer: Tokenizer;

beforeAll(async () => {
  model = await readModelFolder(embeddedModel());
  ({ tokenizer } = model);
  predictor = await Predictor.of(model.config, model.weights);
});

function read(text: string): Int32Array {
  const { cls, sep } = tokenizer.special;
  return Int32Array.of(cls, ...tokenizer.encode(text).ids, sep);
}

const slotsOf = (ids: Int32Array): number[] =>
  [...ids.keys()].filter((position) => ids[position] === tokenizer.special.mask);

/** With every slot but the open ones filled. */
function variantOf(text: Int32Array, words: string): Row {
  const ids = text.slice();
  const positions: number[] = [];
  Array.from(words).forEach((word, index) => {
    const position = slotsOf(text)[index] ?? 0;
    if (word === '？') positions.push(position);
    else ids[position] = tokenizer.encode(word).ids[0] ?? 0;
  });
  return { ids, positions: Int32Array.from(positions) };
}

function largestDifference(a: Float32Array | undefined, b: Float32Array | undefined): number {
  return (a ?? new Float32Array()).reduce(
    (most, value, index) => Math.max(most, Math.abs(value - (b?.[index] ?? NaN))),
    0,
  );
}

const text = '他每天早上都要坐[MASK][MASK][MASK]去上班，路上要花一个小时。';

describe('variants of a text', () => {
  it('are given as logarithms of probabilities', async () => {
    const ids = read(text);
    const [answer] = await predictor.predictVariants(ids, slotsOf(ids), [variantOf(ids, '图书？')]);
    expect(answer).toHaveLength(predictor.vocabularySize);
    const total = answer?.reduce((sum, value) => sum + Math.exp(value), 0);
    expect(total).toBeCloseTo(1, 4);
  });

  it('are, where there is one alone, what is predicted for a row', async () => {
    const ids = read(text);
    const variant = variantOf(ids, '公？？');
    const [answer] = await predictor.predictVariants(ids, slotsOf(ids), [variant]);
    const [scores] = await scoresOf(model, [variant]);
    const size = predictor.vocabularySize;
    for (const slot of [0, 1]) {
      const ofSlot = scores?.subarray(slot * size, (slot + 1) * size) ?? new Float32Array();
      const normalizer = Math.log(ofSlot.reduce((sum, score) => sum + Math.exp(score), 0));
      for (const id of [100, 500, 3000]) {
        expect(answer?.[slot * size + id]).toBeCloseTo((ofSlot[id] ?? 0) - normalizer, 3);
      }
    }
  });

  it('see their own words and not those of others', async () => {
    const ids = read(text);
    const predict = (...words: string[]): Promise<Float32Array[]> =>
      predictor.predictVariants(
        ids,
        slotsOf(ids),
        words.map((word) => variantOf(ids, word)),
      );
    const [bicycle, taxi] = await predict('自？车', '出？车', '一二？');
    const [again] = await predict('自？车', '三四？', '五六？');
    expect(largestDifference(bicycle, taxi)).toBeGreaterThan(1);
    expect(largestDifference(bicycle, again)).toBeLessThan(1e-3);
  });

  it('are the same whether the text was read before or not', async () => {
    const [fresh, wasRead] = [read(text), read(text)];
    await predictor.predictVariants(wasRead, slotsOf(wasRead), [variantOf(wasRead, '？？？')]);
    const [expected, answers] = await Promise.all(
      [fresh, wasRead].map((ids) =>
        predictor.predictVariants(ids, slotsOf(ids), [variantOf(ids, '公？？'), variantOf(ids, '地？？')]),
      ),
    );
    for (const [index, answer] of (answers ?? []).entries()) {
      expect(largestDifference(answer, expected?.[index])).toBeLessThan(1e-3);
    }
    expect(answers).toHaveLength(2);
  });

  it('come in their order, however many there are', async () => {
    const ids = read(text);
    const two = ['自？车', '出？车'].map((word) => variantOf(ids, word));
    const many = Array.from({ length: 150 }, () => two).flat();
    const expected = await predictor.predictVariants(ids, slotsOf(ids), [...two, ...two]);
    const answers = await predictor.predictVariants(ids, slotsOf(ids), many);
    expect(answers).toHaveLength(many.length);
    for (const [index, answer] of answers.entries()) {
      expect(largestDifference(answer, expected[index % 2])).toBeLessThan(1e-3);
    }
  });
});

import { expect, test, vi } from 'vitest';
import { Judge } from '../../../src/core/bert/judge';
import { Predictor } from '../../../src/core/bert/predictor';
import { embeddedModel } from '../../../src/core/modelFiles/embeddedModel';
import { readModelFolder } from '../../../src/core/modelFiles/modelFolder';
import { scoresOf } from '../../support/scores';
import { tinyModel } from './pytorchOracle';
import { rowOf } from './rows';

test('a judge says the loss and the rank that follow from the scores of all words', async () => {
  const { config, weights, tokenizer } = await readModelFolder(embeddedModel());
  const rows = [
    { text: '今天天气很[MASK]，我们去[MASK][MASK]吧。', words: '好公园' },
    { text: '[MASK]。', words: '龘' },
    { text: '中国的首都是北[MASK]。', words: '京' },
  ].map(({ text, words }) => ({
    ...rowOf(text, tokenizer),
    targets: Int32Array.from(tokenizer.encode(words).ids),
  }));
  const predictor = await Predictor.of(config, weights);
  const judgements = await predictor.judge(rows);
  await predictor.release();
  const scores = await scoresOf({ config, weights }, rows);

  const expected = rows.flatMap(({ targets }, row) =>
    [...targets].map((target, slot) => {
      const ofSlot = [
        ...(scores[row]?.subarray(slot * config.vocabSize, (slot + 1) * config.vocabSize) ?? []),
      ];
      const own = ofSlot[target] ?? NaN;
      const total = ofSlot.reduce((sum, score) => sum + Math.exp(score - own), 0);
      return { loss: Math.log(total), rank: ofSlot.filter((score) => score > own).length };
    }),
  );
  expect(judgements.map(({ rank }) => rank)).toEqual(expected.map(({ rank }) => rank));
  judgements.forEach(({ loss }, slot) => {
    expect(loss).toBeCloseTo(expected[slot]?.loss ?? NaN, 4);
  });
});

test('a judge passes over rows in which nothing is to be predicted, in the order of the others', async () => {
  const { config, weights, tokenizer } = await readModelFolder(tinyModel);
  const row = (text: string, ...targets: number[]) => ({
    ...rowOf(text, tokenizer),
    targets: Int32Array.from(targets),
  });
  const [first, last, none] = [row('三[MASK]上', 7), row('[MASK]不[MASK]', 8, 9), row('三丁上')];
  const predictor = await Predictor.of(config, weights);
  const judgements = await predictor.judge([none, first, none, last]);
  expect(judgements).toEqual(await predictor.judge([first, last]));
  expect(judgements).toHaveLength(3);
  expect(await predictor.judge([none, none])).toEqual([]);
  expect(await predictor.judge([])).toEqual([]);
  await predictor.release();
});

test('a judge that cannot be loaded is asked for again, and does not keep its model from being released', async () => {
  const { config, weights, tokenizer } = await readModelFolder(tinyModel);
  const rows = [{ ...rowOf('三[MASK]上', tokenizer), targets: Int32Array.of(0) }];
  const loading = vi.spyOn(Judge, 'over');
  loading.mockRejectedValueOnce(new Error('no memory')).mockRejectedValueOnce(new Error('no memory still'));
  const predictor = await Predictor.of(config, weights);
  await expect(predictor.judge(rows)).rejects.toThrow('no memory');
  await expect(predictor.judge(rows)).rejects.toThrow('no memory still');
  await expect(predictor.release()).resolves.toBeUndefined();
  loading.mockRestore();
});

test('a judge finds no word the first guess of a model that computes no numbers', async () => {
  const { config, weights, tokenizer } = await readModelFolder(tinyModel);
  const broken = new Map(
    [...weights].map(([name, { shape, data }]) => [name, { shape, data: data.map(() => NaN) }]),
  );
  const predictor = await Predictor.of(config, broken);
  const judgements = await predictor.judge([
    { ...rowOf('三[MASK]上', tokenizer), targets: Int32Array.of(7) },
  ]);
  await predictor.release();
  expect(judgements).toEqual([{ loss: NaN, rank: NaN }]);
});

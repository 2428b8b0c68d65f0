import { expect, test } from 'vitest';
import { plainLayers, constantWeights } from '../../../src/core/bert/layers';
import { Teacher } from '../../../src/core/bert/teacher';
import { embeddedModel } from '../../../src/core/modelFiles/embeddedModel';
import { readModelFolder } from '../../../src/core/modelFiles/modelFolder';
import { scoresOf } from '../../support/scores';
import { tinyModel } from './pytorchOracle';
import { rowOf } from './rows';

test('says the likeliest words for each slot, with their probabilities among themselves', async () => {
  const most = 5;
  const { config, weights, tokenizer } = await readModelFolder(embeddedModel());
  const texts = ['今天天气很[MASK]，我们去[MASK][MASK]吧。', '[MASK]。'];
  const rows = texts.map((text) => rowOf(text, tokenizer));
  const teacher = await Teacher.over(config, plainLayers(config, constantWeights(weights)), () => ({}), {
    most,
  });
  const answers = await teacher.answer(rows);
  await teacher.release();
  const scores = await scoresOf({ config, weights }, rows);

  expect(answers.map(({ ids }) => ids.length)).toEqual([3 * most, most]);
  answers.forEach(({ ids, probabilities, choices }, row) => {
    expect(choices).toBe(most);
    for (let slot = 0; slot * most < ids.length; slot++) {
      const ofSlot = scores[row]?.slice(slot * config.vocabSize, (slot + 1) * config.vocabSize) ?? [];
      const likeliest = [...ofSlot.keys()].sort((a, b) => (ofSlot[b] ?? 0) - (ofSlot[a] ?? 0)).slice(0, most);
      expect([...ids.subarray(slot * most, (slot + 1) * most)]).toEqual(likeliest);
      const powers = likeliest.map((id) => Math.exp(ofSlot[id] ?? 0));
      const total = powers.reduce((sum, power) => sum + power, 0);
      powers.forEach((power, place) => {
        expect(probabilities[slot * most + place]).toBeCloseTo(power / total, 5);
      });
    }
  });
});

test('has nothing to say of rows without slots', async () => {
  const { config, weights, tokenizer } = await readModelFolder(tinyModel);
  const layers = plainLayers(config, constantWeights(weights));
  const teacher = await Teacher.over(config, layers, () => ({}), { most: 5 });
  const lengthsOf = async (...texts: string[]): Promise<number[]> =>
    (await teacher.answer(texts.map((text) => rowOf(text, tokenizer)))).map(({ ids }) => ids.length);
  expect(await lengthsOf('三丁上', '三[MASK]上', '三丁')).toEqual([0, 5, 0]);
  expect(await lengthsOf('三丁上')).toEqual([0]);
  await teacher.release();
});

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { adapterWeights } from '../../../src/core/bert/lora';
import { Predictor } from '../../../src/core/bert/predictor';
import { merged, readModel } from '../../../src/core/bert/readModel';
import { input } from '../../../src/core/graph/operators';
import { inOrder } from '../../../src/core/graph/tensor';
import { trainableModel } from '../../../src/core/bert/trainable';
import { withVocabulary } from '../../../src/core/bert/vocabulary';
import { writeAdapterFiles } from '../../../src/core/modelFiles/adapterFolder';
import { type Model, readModelFolder, writeModelFolder } from '../../../src/core/modelFiles/modelFolder';
import type { Weight } from '../../../src/core/modelFiles/weights';
import { randomFor } from '../../../src/core/random';
import { withCharacters } from '../../../src/core/tokenizer/newCharacters';
import { writeTokenizer } from '../../../src/core/tokenizer/tokenizer';
import { tinyModel } from '../modelFiles/fixtures';
import { temporaryFolder } from '../modelFiles/temporaryFolder';
import { rowOf } from './rows';

const folder = temporaryFolder();
const random = randomFor(1, 'test');

function randomWeight(shape: number[]): Weight {
  const length = shape.reduce((product, size) => product * size, 1);
  return { shape, data: Float32Array.from({ length }, () => random.next() - 0.5) };
}

/** The tiny model with an output layer that shares nothing with the embeddings. */
async function untiedModel(): Promise<Model> {
  const { config, weights, tokenizer } = await readModelFolder(tinyModel);
  const decoder = randomWeight([config.vocabSize, config.hiddenSize]);
  return {
    config: { ...config, tiedEmbeddings: false },
    weights: new Map([...weights, ['cls.predictions.decoder.weight', decoder]]),
    tokenizer,
  };
}

it.each<[string, () => Promise<Model>]>([
  ['shares the embeddings', () => readModelFolder(tinyModel)],
  ['has rows of its own', untiedModel],
])('new characters are read as they were learnt where the output layer %s', async (_, make) => {
  const base = await make();
  await writeModelFolder(join(folder.path, 'base'), base, { dtype: 'F32' });
  const { model, newIds } = withVocabulary(base, withCharacters(base.tokenizer, ['龘', '靐']));
  const shape = { rank: 2, alpha: 4 };
  const { layers, initial, frozen } = trainableModel(
    model,
    { kind: 'lora', ...shape },
    { ownIds: newIds, random },
  );
  const learnt = new Map([...initial].map(([name, { shape }]) => [name, randomWeight([...shape])]));
  const config = { base: 'base', ...shape, targetModules: [], modulesToSave: [], bias: 'all' as const };
  await writeAdapterFiles(folder.path, { config, weights: adapterWeights(model.weights, learnt, newIds) });
  await writeTokenizer(folder.path, model.tokenizer);

  const row = rowOf('三龘[MASK]靐[MASK]', model.tokenizer);
  const scoresOf = async (predictor: Predictor): Promise<number[]> => {
    const [scores] = await predictor.predictVariants(row.ids, [...row.positions], [row]);
    await predictor.release();
    return [...(scores ?? [])];
  };
  const given = { ...frozen, ...Object.fromEntries(learnt) };
  const inTraining = await scoresOf(await Predictor.over(model.config, layers, () => given));
  const read = await merged(await readModel(folder.path));
  const afterwards = await scoresOf(await Predictor.of(read.config, read.weights));
  expect(afterwards).toHaveLength(2 * model.config.vocabSize);
  afterwards.forEach((score, index) => {
    expect(score).toBeCloseTo(inTraining[index] ?? NaN, 3);
  });
});

it('many new characters make no table of the size of the vocabulary for each of them', async () => {
  const base = await readModelFolder(tinyModel);
  const characters = Array.from({ length: 500 }, (_, index) => String.fromCodePoint(0x20000 + index));
  const { model, newIds } = withVocabulary(base, withCharacters(base.tokenizer, characters));
  const { layers } = trainableModel(model, { kind: 'lora', rank: 2, alpha: 4 }, { ownIds: newIds, random });
  const scores = layers.decode(input('hidden', 'float32', ['slots', model.config.hiddenSize]));
  const sizes = inOrder([scores])
    .flatMap(({ outputs }) => outputs)
    .map(({ shape }) => shape.reduce<number>((size, dim) => size * (typeof dim === 'number' ? dim : 1), 1));
  expect(Math.max(...sizes)).toBe(model.config.vocabSize * model.config.hiddenSize);
});

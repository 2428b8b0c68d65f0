import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { merged, readModel } from '../../../src/core/bert/readModel';
import type { Model } from '../../../src/core/modelFiles/modelFolder';
import { UserError } from '../../../src/core/errors';
import { bertShapes } from '../../../src/core/modelFiles/bertWeights';
import { writeModelFolder } from '../../../src/core/modelFiles/modelFolder';
import { readSafetensors } from '../../../src/core/modelFiles/safetensors';
import type { Weight, Weights } from '../../../src/core/modelFiles/weights';
import { randomFor } from '../../../src/core/random';
import { scoresOf } from '../../support/scores';
import { fixture } from '../modelFiles/fixtures';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

/** Made by transformers, torch and peft; see make.py beside them. */
const variants = fixture('variants');
const unsupported = ['dora', 'embeddings', 'decoder'];
const models = readdirSync(join(variants, 'models'));
const adapters = readdirSync(join(variants, 'adapters')).filter((name) => !unsupported.includes(name));

const folder = temporaryFolder();
let examples: { ids: Int32Array; positions: Int32Array }[];
let logits: Weights;

beforeAll(async () => {
  const stored = JSON.parse(await readFile(join(variants, 'examples.json'), 'utf8')) as {
    ids: number[];
    positions: number[];
  }[];
  examples = stored.map(({ ids, positions }) => ({
    ids: Int32Array.from(ids),
    positions: Int32Array.from(positions),
  }));
  logits = (await readSafetensors(join(variants, 'logits.safetensors'))).weights;
});

/** The largest difference between scores of ours and those that Python has for the same files. */
async function worstDifference(model: Model, name: string): Promise<number> {
  const ours = (await scoresOf(model, examples)).flatMap((scores) => [...scores]);
  const theirs = logits.get(name)?.data ?? new Float32Array();
  expect(ours).toHaveLength(theirs.length);
  return ours.reduce((worst, score, index) => Math.max(worst, Math.abs(score - (theirs[index] ?? NaN))), 0);
}

describe('scores agree with those of transformers', () => {
  it.each(models)('for the folder %s', async (name) => {
    const model = await readModel(join(variants, 'models', name));
    expect(await worstDifference(model, name)).toBeLessThan(2e-4);
  });
});

describe('scores agree with those of peft', () => {
  it.each(adapters)('for the adapter %s', async (name) => {
    const model = await merged(await readModel(join(variants, 'adapters', name)));
    expect(await worstDifference(model, `adapter.${name}`)).toBeLessThan(2e-4);
  });
});

function bytesOf(weight: Weight | undefined): Uint8Array {
  return new Uint8Array(weight?.data.buffer ?? new ArrayBuffer(0));
}

it('a model of two layers of width 128 is written, read and predicts', async () => {
  const { config, tokenizer } = await readModel('embedded');
  const tiny = { ...config, layers: 2, hiddenSize: 128, heads: 2, intermediateSize: 512, maxPositions: 512 };
  const weights: Weights = new Map();
  for (const [name, shape] of bertShapes(tiny)) {
    const random = randomFor(0, name);
    const count = shape.reduce((product, size) => product * size, 1);
    weights.set(name, { shape, data: Float32Array.from({ length: count }, () => random.next() - 0.5) });
  }
  await writeModelFolder(folder.path, { config: tiny, weights, tokenizer }, { dtype: 'F32' });
  const read = await readModel(folder.path);
  expect([...read.weights.keys()]).toEqual([...weights.keys()]);
  for (const [name, { data }] of weights) {
    expect(Buffer.from(data.buffer).equals(bytesOf(read.weights.get(name))), name).toBe(true);
  }
  const [scores] = await scoresOf(read, examples.slice(0, 1));
  expect(scores).toHaveLength(3 * config.vocabSize);
  expect(scores?.every(Number.isFinite)).toBe(true);
});

describe('adapters that are more than LoRA of dense layers are refused', () => {
  it.each([
    ['dora', /variant of LoRA, “use_dora”/],
    ['embeddings', /changes the words’ embeddings .*lora_embedding_A/],
    ['decoder', /the output layer by LoRA \(cls\.predictions\.decoder/],
  ])('%s', async (name, message) => {
    const reading = readModel(join(variants, 'adapters', name));
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(message);
  });
});

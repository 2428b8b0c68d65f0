import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors';
import {
  type Adapter,
  readAdapterFolder,
  requireFit,
  writeAdapterFiles,
} from '../../../src/core/modelFiles/adapterFolder';
import { type BertConfig, readConfig } from '../../../src/core/modelFiles/config';
import { readModelFolder } from '../../../src/core/modelFiles/modelFolder';
import { readSafetensors, writeSafetensors } from '../../../src/core/modelFiles/safetensors';
import type { Weight, Weights } from '../../../src/core/modelFiles/weights';
import { fixture, tinyModel } from './fixtures';
import { temporaryFolder } from './temporaryFolder';

const folder = temporaryFolder();
/** With all biases, a trained head, and a vocabulary that grew by three rows; see make.py beside it. */
const byPeft = fixture('modelFiles/peft');
let adapter: Adapter;
let base: BertConfig;

beforeAll(async () => {
  adapter = await readAdapterFolder(byPeft);
  base = await readConfig(tinyModel);
});

/** base + B·A·alpha/rank, and what takes the place of base weights. */
function merged(weights: Weights, { config, weights: learnt }: Adapter): Weights {
  const result: Weights = new Map([...weights, ...learnt]);
  for (const [name, a] of learnt) {
    if (!name.endsWith('.lora_A.weight')) continue;
    const layer = name.slice(0, -'.lora_A.weight'.length);
    const [b, original] = [learnt.get(`${layer}.lora_B.weight`), weights.get(`${layer}.weight`)];
    if (!b || !original) throw new Error(name);
    result.set(`${layer}.weight`, lowRankSum(original, a, b, config.alpha / config.rank));
    result.delete(name);
    result.delete(`${layer}.lora_B.weight`);
  }
  return result;
}

function lowRankSum(original: Weight, a: Weight, b: Weight, scale: number): Weight {
  const [rank = 0, inputs = 1] = a.shape;
  const at = (weight: Weight, index: number): number => weight.data[index] ?? NaN;
  const data = original.data.map((value, index) => {
    const [row, column] = [Math.floor(index / inputs), index % inputs];
    let sum = 0;
    for (let k = 0; k < rank; k++) sum += at(b, row * rank + k) * at(a, k * inputs + column);
    return value + scale * sum;
  });
  return { shape: original.shape, data };
}

describe('an adapter that peft wrote', () => {
  it('is read with what it says of itself', () => {
    expect(adapter.config).toEqual({
      base: '../../oracle/tiny',
      rank: 4,
      alpha: 8,
      targetModules: ['dense', 'key', 'query', 'value'],
      modulesToSave: ['transform'],
      bias: 'all',
      dropout: 0,
    });
  });

  it('merges into the weights that peft merges it into', async () => {
    const { weights } = await readModelFolder(tinyModel);
    const ours = merged(weights, adapter);
    const theirs = (await readSafetensors(fixture('modelFiles/peftMerged.safetensors'))).weights;
    expect([...ours.keys()].sort()).toEqual([...theirs.keys()].sort());
    for (const [name, { shape, data }] of theirs) {
      const weight = ours.get(name);
      expect([name, weight?.shape]).toEqual([name, shape]);
      const worst = data.reduce(
        (most, value, index) => Math.max(most, Math.abs(value - (weight?.data[index] ?? NaN))),
        0,
      );
      expect(worst, name).toBeLessThan(1e-6);
    }
  });

  it('fits the model that it was made for', () => {
    expect(() => {
      requireFit(adapter, base, byPeft);
    }).not.toThrow();
  });
});

describe('an adapter that we write', () => {
  it.each(['adapter_config.json', 'adapter_model.safetensors'])(
    'is the one that peft loads: %s',
    async (file) => {
      // written/ is what this writes; prove_written.py let peft load it and merged it.
      await writeAdapterFiles(folder.path, adapter);
      expect(await readFile(join(folder.path, file))).toEqual(
        await readFile(fixture(`modelFiles/written/${file}`)),
      );
    },
  );

  it('has the output’s bias by both of its names, as peft reads the second one of an untied model', async () => {
    const weights: Weights = new Map(adapter.weights);
    weights.delete('bert.embeddings.word_embeddings.weight');
    await writeAdapterFiles(folder.path, { ...adapter, weights });
    const written = (await readSafetensors(join(folder.path, 'adapter_model.safetensors'))).weights;
    const bias = adapter.weights.get('cls.predictions.bias');
    expect(written.get('base_model.model.cls.predictions.bias')).toEqual(bias);
    expect(written.get('base_model.model.cls.predictions.decoder.bias')).toEqual(bias);
  });

  it('reads as it was', async () => {
    expect(await readAdapterFolder(fixture('modelFiles/written'))).toEqual(adapter);
  });
});

describe('an adapter that cannot be used is refused', () => {
  const small: Weight = { shape: [1], data: new Float32Array(1) };

  it.each<[object, RegExp]>([
    [{ peft_type: 'IA3' }, /type “IA3”; only LoRA/],
    [{ use_dora: true }, /“use_dora”/],
    [{ rank_pattern: { '(a+)+': 8 } }, /“rank_pattern” .*“\(a\+\)\+” is another pattern/],
    [{ alpha_pattern: { query: -1 } }, /“alpha_pattern\.query” should be a number/],
    [{ trainable_token_indices: [1] }, /“trainable_token_indices”/],
    [{ init_lora_weights: 'pissa' }, /“init_lora_weights: pissa”, that is not supported; plain LoRA is/],
    [{ init_lora_weights: 'pissa_niter_16' }, /“init_lora_weights: pissa_niter_16”/],
    [{ init_lora_weights: 'olora' }, /“init_lora_weights: olora”/],
    [{ init_lora_weights: 'corda' }, /“init_lora_weights: corda”/],
    [{ init_lora_weights: 'loftq' }, /“init_lora_weights: loftq”/],
    [{ init_lora_weights: 'lora_ga' }, /“init_lora_weights: lora_ga”/],
    [{ r: 0 }, /“r” should be a whole number/],
    [{ lora_alpha: -1 }, /“lora_alpha” should be a number/],
    [{ bias: 'some' }, /“bias” should be one of/],
  ])('whose config says %o', async (change, message) => {
    const dir = join(folder.path, 'adapter');
    await cp(byPeft, dir, { recursive: true });
    const path = join(dir, 'adapter_config.json');
    await writeFile(
      path,
      JSON.stringify({ ...(JSON.parse(await readFile(path, 'utf8')) as object), ...change }),
    );
    const reading = readAdapterFolder(dir);
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(message);
  });

  it.each([
    ['SEQ_CLS', 'classifier.bias', 'SEQ_CLS: classifier.bias'],
    ['QUESTION_ANS', 'qa_outputs.weight', 'QUESTION_ANS: qa_outputs.weight'],
    [null, 'classifier.bias', 'classifier.bias'],
  ])('that was trained for another task, %s', async (task, name, said) => {
    const dir = join(folder.path, 'adapter');
    await cp(byPeft, dir, { recursive: true });
    const [config, weights] = [join(dir, 'adapter_config.json'), join(dir, 'adapter_model.safetensors')];
    const json = JSON.parse(await readFile(config, 'utf8')) as object;
    await writeFile(config, JSON.stringify({ ...json, task_type: task }));
    const tensors = (await readSafetensors(weights)).weights.set(`base_model.model.${name}`, small);
    await writeSafetensors(weights, tensors, { dtype: 'F32' });
    const reading = readAdapterFolder(dir);
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(
      `The adapter ${dir} was trained for another task than completing [MASK] (${said}).`,
    );
  });

  it('whose weights are missing', async () => {
    const dir = join(folder.path, 'adapter');
    await cp(byPeft, dir, { recursive: true });
    await rm(join(dir, 'adapter_model.safetensors'));
    await expect(readAdapterFolder(dir)).rejects.toThrow(/adapter_model\.safetensors is missing/);
  });

  const query = 'bert.encoder.layer.0.attention.self.query';
  it.each<[string, (weights: Weights) => unknown, RegExp]>([
    [
      'with a tensor that the model lacks',
      (weights) => weights.set('bert.other.weight', small),
      /bert\.other\.weight/,
    ],
    [
      'with a tensor of another shape',
      (weights) => weights.set(`${query}.lora_A.weight`, small),
      /query\.lora_A/,
    ],
    ['with half a low-rank product', (weights) => weights.delete(`${query}.lora_B.weight`), /query\.lora_A/],
    [
      'with new tokens and no bias for them',
      (weights) => weights.delete('cls.predictions.bias'),
      /predictions\.bias/,
    ],
    [
      'that adapts the positions',
      (weights) =>
        weights.set('bert.embeddings.position_embeddings.lora_A.weight', {
          shape: [4, 32],
          data: new Float32Array(128),
        }),
      /position_embeddings\.lora_A/,
    ],
  ])('%s', (_, change, message) => {
    const weights: Weights = new Map(adapter.weights);
    change(weights);
    expect(() => {
      requireFit({ ...adapter, weights }, base, byPeft);
    }).toThrow(message);
  });

  it('that was made for another size of model', () => {
    expect(() => {
      requireFit(adapter, { ...base, hiddenSize: 64 }, byPeft);
    }).toThrow(/does not fit the model/);
  });
});

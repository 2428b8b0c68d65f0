import { spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { withVocabulary } from '../../../src/core/bert/vocabulary';
import { UserError } from '../../../src/core/errors';
import {
  decoderBias,
  decoderWeight,
  outputBias,
  wordEmbeddings,
} from '../../../src/core/modelFiles/bertWeights';
import { readModelFolder, writeModelFolder } from '../../../src/core/modelFiles/modelFolder';
import { readSafetensors, writeSafetensors } from '../../../src/core/modelFiles/safetensors';
import { copyOf, type Weights } from '../../../src/core/modelFiles/weights';
import { tinyModel } from './fixtures';
import { padVocabulary } from './padded';
import { temporaryFolder } from './temporaryFolder';
import { withCharacters } from '../../../src/core/tokenizer/newCharacters';

const folder = temporaryFolder();
let dir: string;
beforeEach(async () => {
  dir = join(folder.path, 'model');
  await cp(tinyModel, dir, { recursive: true });
});

async function changeWeights(change: (weights: Weights) => Weights): Promise<void> {
  const path = join(dir, 'model.safetensors');
  await writeSafetensors(path, change((await readSafetensors(path)).weights), { dtype: 'F32' });
}

async function changeConfig(change: object): Promise<void> {
  const path = join(dir, 'config.json');
  const config = JSON.parse(await readFile(path, 'utf8')) as object;
  await writeFile(path, JSON.stringify({ ...config, ...change }));
}

function renamed(weights: Weights, rename: (name: string) => string): Weights {
  return new Map([...weights].map(([name, weight]) => [rename(name), weight]));
}

describe('a model folder', () => {
  it('is read with its sizes, all its weights and its tokenizer', async () => {
    const { config, weights, tokenizer } = await readModelFolder(dir);
    expect(config).toMatchObject({
      vocabSize: 96,
      hiddenSize: 32,
      layers: 2,
      activation: 'gelu',
      tiedEmbeddings: true,
    });
    expect(weights.get('bert.embeddings.word_embeddings.weight')?.shape).toEqual([96, 32]);
    expect(weights.get('bert.encoder.layer.1.output.dense.weight')?.shape).toEqual([32, 64]);
    expect(weights.has('cls.predictions.decoder.weight')).toBe(false);
    expect(tokenizer.vocabularySize).toBe(96);
  });

  it.each([
    ['gelu_python', 'gelu'],
    ['gelu_fast', 'gelu_new'],
    ['gelu_pytorch_tanh', 'gelu_new'],
    ['gelu_python_tanh', 'gelu_new'],
  ])('that has %s has the same function as with %s', async (name, activation) => {
    await changeConfig({ hidden_act: name });
    expect((await readModelFolder(dir)).config.activation).toBe(activation);
  });

  it.each<[string, (name: string) => string]>([
    [
      'TensorFlow’s names of layer norms',
      (name) =>
        name.replace('LayerNorm.weight', 'LayerNorm.gamma').replace('LayerNorm.bias', 'LayerNorm.beta'),
    ],
    ['no bert. before its names', (name) => name.replace(/^bert\./, '')],
    [
      'the output bias at the decoder',
      (name) => name.replace('cls.predictions.bias', 'cls.predictions.decoder.bias'),
    ],
  ])('is the same with %s', async (_, rename) => {
    const { weights } = await readModelFolder(tinyModel);
    await changeWeights((original) => renamed(original, rename));
    expect((await readModelFolder(dir)).weights).toEqual(weights);
  });

  it('is the same with a pooler and a copy of tied weights', async () => {
    const { weights } = await readModelFolder(tinyModel);
    const pooler = { shape: [1], data: Float32Array.of(1) };
    await changeWeights(
      (original) =>
        new Map([
          ...original,
          ['bert.pooler.dense.weight', pooler],
          [decoderWeight, copyOf(original).get(wordEmbeddings) ?? pooler],
        ]),
    );
    const model = await readModelFolder(dir);
    expect(model.weights).toEqual(weights);
    expect(model.config.tiedEmbeddings).toBe(true);
  });

  it('is the same with tied weights under the output layer’s name alone', async () => {
    const { weights } = await readModelFolder(tinyModel);
    await changeWeights((original) =>
      renamed(original, (name) => (name === wordEmbeddings ? decoderWeight : name)),
    );
    expect((await readModelFolder(dir)).weights).toEqual(weights);
  });

  it('has an output layer of its own where that differs, though its config says that it is tied', async () => {
    const decoder = { shape: [96, 32], data: new Float32Array(96 * 32).fill(0.5) };
    const bias = { shape: [96], data: new Float32Array(96).fill(2) };
    await changeWeights((original) => new Map([...original, [decoderWeight, decoder], [decoderBias, bias]]));
    const model = await readModelFolder(dir);
    expect(model.config.tiedEmbeddings).toBe(false);
    expect(model.weights.get(decoderWeight)).toEqual(decoder);
    expect(model.weights.get(outputBias)).toEqual(bias);
  });

  it.each(['config.json', 'tokenizer_config.json', 'tokenizer.json', 'vocab.txt'])(
    'is the same with a byte order mark before its %s',
    async (name) => {
      if (name === 'vocab.txt') await rm(join(dir, 'tokenizer.json'));
      const { config, tokenizer } = await readModelFolder(dir);
      const path = join(dir, name);
      await writeFile(path, `\ufeff${await readFile(path, 'utf8')}`);
      const marked = await readModelFolder(dir);
      expect(marked.config).toEqual(config);
      expect(marked.tokenizer.description).toEqual(tokenizer.description);
    },
  );

  it('keeps an output layer of its own when it is not tied', async () => {
    await changeConfig({ tie_word_embeddings: false });
    await expect(readModelFolder(dir)).rejects.toThrow(/without the part.*cls\.predictions\.decoder\.weight/);
    const decoder = { shape: [96, 32], data: new Float32Array(96 * 32).fill(0.5) };
    await changeWeights((original) => new Map([...original, ['cls.predictions.decoder.weight', decoder]]));
    expect((await readModelFolder(dir)).weights.get('cls.predictions.decoder.weight')).toEqual(decoder);
  });

  it('is the same with rows that pad its vocabulary', async () => {
    const { weights } = await readModelFolder(tinyModel);
    await padVocabulary(dir, 128);
    const padded = await readModelFolder(dir);
    expect(padded.weights).toEqual(weights);
    expect(padded.config.vocabSize).toBe(96);
    expect(withVocabulary(padded, withCharacters(padded.tokenizer, ['龘'])).newIds).toEqual([96]);
  });

  it('is written so that it reads the same, with what else its config says', async () => {
    const model = await readModelFolder(dir);
    const written = join(folder.path, 'written');
    await writeModelFolder(written, model, { dtype: 'F32' });
    const again = await readModelFolder(written);
    expect(again.weights).toEqual(model.weights);
    expect(again.config.raw).toMatchObject({ ...model.config.raw, dtype: 'float32' });
    expect(again.tokenizer.encode('的[MASK]').ids).toEqual(model.tokenizer.encode('的[MASK]').ids);
  });

  it('is written without the places on a computer where transformers found it', async () => {
    await changeConfig({ _name_or_path: '/home/someone/model' });
    const noted = {
      name_or_path: '/home/someone/model',
      tokenizer_file: 'C:\\Users\\someone\\tokenizer.json',
      vocab_file: '/home/someone/vocab.txt',
      special_tokens_map_file: '/home/someone/.cache/0123',
    };
    await writeFile(join(dir, 'tokenizer_config.json'), JSON.stringify({ ...noted, model_max_length: 512 }));
    const written = join(folder.path, 'written');
    await writeModelFolder(written, await readModelFolder(dir), { dtype: 'F32' });
    const tokenizerConfig = await readFile(join(written, 'tokenizer_config.json'), 'utf8');
    expect(tokenizerConfig).toContain('"model_max_length": 512');
    expect(tokenizerConfig).not.toContain('someone');
    expect(await readFile(join(written, 'config.json'), 'utf8')).not.toContain('someone');
  });

  it('is written with the name that it has on the Hub', async () => {
    await changeConfig({ _name_or_path: 'google-bert/bert-base-chinese' });
    const written = join(folder.path, 'written');
    await writeModelFolder(written, await readModelFolder(dir), { dtype: 'F32' });
    expect((await readModelFolder(written)).config.raw._name_or_path).toBe('google-bert/bert-base-chinese');
  });

  it('is written with the same bytes each time', async () => {
    const model = await readModelFolder(dir);
    const [one, other] = [join(folder.path, 'one'), join(folder.path, 'other')];
    for (const target of [one, other]) await writeModelFolder(target, model, { dtype: 'F16' });
    for (const file of [
      'config.json',
      'model.safetensors',
      'tokenizer.json',
      'tokenizer_config.json',
      'vocab.txt',
    ]) {
      expect(await readFile(join(one, file))).toEqual(await readFile(join(other, file)));
    }
  });
});

describe('a folder that cannot be used is refused in a sentence that says why', () => {
  const refused = async (message: RegExp): Promise<void> => {
    const reading = readModelFolder(dir);
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(message);
  };

  it.each([
    ['config.json', /config\.json is missing/],
    ['model.safetensors', /neither model\.safetensors nor pytorch_model\.bin is there/],
  ])('%s is missing', async (file, message) => {
    await rm(join(dir, file));
    await refused(message);
  });

  it
    .runIf(process.platform !== 'win32')
    .each(['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'])(
    '%s is a named pipe',
    async (file) => {
      await rm(join(dir, file), { force: true });
      spawnSync('mkfifo', [join(dir, file)]);
      await refused(new RegExp(`${file} is not a file, but a folder, a named pipe or a device\\.`));
    },
  );

  it.each([
    ['tf_model.h5', 'TensorFlow'],
    ['bert_model.ckpt.data-00000-of-00001', 'TensorFlow'],
    ['flax_model.msgpack', 'Flax'],
    ['model_state.pdparams', 'PaddlePaddle'],
    ['mindspore_model.ckpt', 'MindSpore / PyTorch Lightning'],
    ['model.onnx', 'ONNX'],
  ])('it has %s and no weights for PyTorch, with a config or without', async (name, library) => {
    await rm(join(dir, 'model.safetensors'));
    await writeFile(join(dir, name), '');
    const message = `The folder ${dir} holds a model for ${library} (${name}). Please use the version for PyTorch,`;
    await expect(readModelFolder(dir)).rejects.toThrow(message);
    await rm(join(dir, 'config.json'));
    await expect(readModelFolder(dir)).rejects.toThrow(message);
  });

  it('models are in it, the last checkpoint of a training or others', async () => {
    const above = join(folder.path, 'output');
    for (const name of ['base', 'runs']) await mkdir(join(above, name), { recursive: true });
    const refusal = (name: string): UserError =>
      new UserError(
        `The folder ${above} is no model itself, but has one in it. Please use that folder: ${join(above, name)}.`,
      );
    await cp(join(dir, 'config.json'), join(above, 'base', 'config.json'));
    await expect(readModelFolder(above)).rejects.toThrow(refusal('base'));
    for (const step of [500, 1000]) await cp(dir, join(above, `checkpoint-${step}`), { recursive: true });
    await expect(readModelFolder(above)).rejects.toThrow(refusal('checkpoint-1000'));
  });

  it('it is a file of the model', async () => {
    const path = join(dir, 'model.safetensors');
    await expect(readModelFolder(path)).rejects.toThrow(
      new UserError(`${path} is a file. Please give the folder that the model is in.`),
    );
  });

  it('the folder is missing', async () => {
    await rm(dir, { recursive: true });
    await refused(/does not exist/);
  });

  it.each<[object, RegExp]>([
    [{ model_type: 'roberta' }, /RoBERTa; only BERT/],
    [{ model_type: 'electra' }, /ELECTRA; only BERT/],
    [{ model_type: 'modernbert' }, /ModernBERT; only BERT/],
    [{ model_type: 'gpt2' }, /GPT-2; only BERT/],
    [{ model_type: 'mamba' }, /“mamba”; only BERT/],
    [{ hidden_size: -32 }, /“hidden_size” should be a whole number/],
    [{ hidden_size: 1e12 }, /“hidden_size” should be a whole number/],
    [{ hidden_size: '32' }, /“hidden_size” should be a whole number.*"32"/],
    [{ num_hidden_layers: 0 }, /“num_hidden_layers”/],
    [{ num_hidden_layers: null }, /lacks the field “num_hidden_layers”/],
    [{ num_attention_heads: 5 }, /contradict each other/],
    [{ layer_norm_eps: 0 }, /“layer_norm_eps”/],
    [{ hidden_act: 'swish' }, /“hidden_act” should be one of gelu, gelu_new, relu/],
    [{ position_embedding_type: 'relative_key' }, /variant of BERT/],
    [{ is_decoder: true }, /reads from left to right/],
    [{ quantization_config: { quant_method: 'bitsandbytes', load_in_8bit: true } }, /weights are quantized/],
    [{ model_type: 'ernie', use_task_id: true }, /lacks the tensors bert\.embeddings\.task_type_embeddings/],
    [{ use_task_id: true, task_type_vocab_size: 0 }, /“task_type_vocab_size” should be a whole number/],
    [{ model_type: 'ernie_m' }, /“ernie_m”; only BERT/],
    [{ model_type: null, use_relative_position: true }, /NEZHA; only BERT/],
    [{ vocab_size: 95 }, /96 tokens, but the model only 95 rows/],
    [{ intermediate_size: 128 }, /has the shape 64 × 32, but by config\.json it should be 128 × 32/],
    [{ num_hidden_layers: 3 }, /lacks the tensors bert\.encoder\.layer\.2\..* and 13 more/],
  ])('config.json says %o', async (change, message) => {
    await changeConfig(change);
    await refused(message);
  });

  it('it has no part that completes [MASK]', async () => {
    await changeWeights((weights) => new Map([...weights].filter(([name]) => name.startsWith('bert.'))));
    await refused(/without the part that completes \[MASK\]/);
  });

  it('a tensor is missing', async () => {
    await changeWeights(
      (weights) => new Map([...weights].filter(([name]) => !name.includes('layer.1.output.dense'))),
    );
    await refused(/lacks the tensors bert\.encoder\.layer\.1\.output\.dense\.weight, .*bias\./);
  });
});

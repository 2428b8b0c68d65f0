import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { fixture } from '../fixtures';
import { pickle, safetensors, storage, tensor, torchZip } from './hostileFiles';
import { bin, goodModel, hostileFolders, safe } from './hostileFolders';

const { folderWith, expectRefusal } = hostileFolders();

/** Clears a terminal, turns what is behind it, and has no end. */
const evil = `\u001b[2J\u009b2J\u202e${'x'.repeat(100_000)}`;

function changed(path: string, change: object): object {
  return { ...(JSON.parse(readFileSync(path, 'utf8')) as object), ...change };
}

const short = /^[^\p{Cc}\u202e]{1,800}$/u;

const config = (change: object): object => changed(join(goodModel, 'config.json'), change);
const tokenizer = (change: object): object =>
  changed(join(fixture('variants/models/safetensors'), 'tokenizer.json'), change);
const model = { type: 'WordPiece', vocab: { [evil]: -1 } };
const weight = tensor(storage('0', 1), { shape: [2], strides: [1] });

describe('a refusal shows on a terminal as one short sentence, whatever a stranger calls', () => {
  it.each<[string, Record<string, Buffer | object | undefined>]>([
    ['a model', { 'config.json': config({ model_type: evil }) }],
    ['an activation', { 'config.json': config({ hidden_act: evil }) }],
    ['a tokenizer', { 'tokenizer.json': tokenizer({ model: { type: evil } }) }],
    ['its parts', { 'tokenizer.json': tokenizer({ normalizer: { type: evil } }) }],
    ['its words', { 'tokenizer.json': tokenizer({ model }) }],
    ['its added tokens', { 'tokenizer_config.json': { added_tokens_decoder: { [evil]: {} } } }],
    ['its [MASK]', { 'tokenizer_config.json': { mask_token: evil } }],
    ['what Python is to do', { [bin]: pickle.make(pickle.global(evil, 'system')) }],
    ['a tensor of PyTorch', { [bin]: torchZip(pickle.make(pickle.dictionary({ [evil]: weight }))) }],
    [
      'a tensor',
      {
        [bin]: undefined,
        [safe]: safetensors({ [evil]: { dtype: 'F32', shape: [1], data_offsets: [4, 8] } }),
      },
    ],
    ['a file of weights', { [bin]: undefined, [`${bin}.index.json`]: { weight_map: { weight: evil } } }],
  ])('%s', async (_, files) => {
    await expectRefusal(await folderWith(files), short);
  });

  it.each<[string, object]>([
    ['an adapter', { peft_type: evil }],
    ['how it begins', { init_lora_weights: evil }],
    ['its layers', { rank_pattern: { [evil]: 8 } }],
    ['its base model', { base_model_name_or_path: evil }],
  ])('%s', async (_, change) => {
    const good = fixture('variants/adapters/queryValue');
    const adapter = changed(join(good, 'adapter_config.json'), change);
    await expectRefusal(await folderWith({ 'adapter_config.json': adapter }, good), short);
  });
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixture } from '../fixtures';
import { goodModel, hostileFolders } from './hostileFolders';

const { folderWith, read, expectRefusal, expectReading } = hostileFolders();

it('the good folder is read', async () => {
  expect((await read(await folderWith({}))).message).toBeUndefined();
});

describe('a config is refused', () => {
  it.each<[object, RegExp]>([
    [{ hidden_size: -16 }, /“hidden_size” should be a whole number/],
    [{ vocab_size: -1 }, /“vocab_size”/],
    [{ num_hidden_layers: 1e9 }, /“num_hidden_layers”/],
    [{ num_hidden_layers: 1_000 }, /lacks the tensors/],
    [
      { vocab_size: 4_000_000, hidden_size: 65_536 },
      /has the shape 100 × 16, but by config\.json it should be 4000000/,
    ],
    [{ max_position_embeddings: 1e308 }, /“max_position_embeddings”/],
    [{ layer_norm_eps: -1 }, /“layer_norm_eps”/],
    [{ model_type: { evil: true } }, /“model_type” should be a text/],
    [{ model_type: 'constructor' }, /of the type “constructor”/],
  ])('%j', async (change, message) => {
    const config = JSON.parse(await readFile(join(goodModel, 'config.json'), 'utf8')) as object;
    await expectRefusal(await folderWith({ 'config.json': { ...config, ...change } }), message);
  });
});

describe('a tokenizer is refused', () => {
  const inVocabulary = async (change: (tokens: string[]) => string[]): Promise<string> => {
    const tokens = (await readFile(join(goodModel, 'vocab.txt'), 'utf8')).trimEnd().split('\n');
    return folderWith({ 'vocab.txt': `${change(tokens).join('\n')}\n` });
  };
  it.each<[string, (tokens: string[]) => string[], RegExp]>([
    [
      'without [MASK]',
      (tokens) => tokens.map((token) => (token === '[MASK]' ? '掩' : token)),
      /lacks the token \[MASK\]/,
    ],
    [
      'with two [MASK]',
      (tokens) => [...tokens.slice(0, -1), '[MASK]'],
      /contradicts itself on the token \[MASK\]/,
    ],
    [
      'with more tokens than the model',
      (tokens) => [...tokens, '多'],
      /101 tokens, but the model only 100 rows/,
    ],
    [
      'with endless tokens',
      (tokens) => [...tokens, ...Array.from({ length: 100_000 }, (_, i) => `t${i}`)],
      /but the model only 100 rows/,
    ],
  ])('%s', async (_, change, message) => {
    await expectRefusal(await inVocabulary(change), message);
  });

  const added = (id: number) => ({ id, content: '[MASK]', special: true });
  it.each<[string, object, RegExp]>([
    [
      'with two [MASK] among the added tokens',
      { added_tokens: [added(4), added(50)] },
      /contradicts itself on the token \[MASK\]/,
    ],
    ['with a [MASK] elsewhere', { added_tokens: [added(50)] }, /contradicts itself on the token \[MASK\]/],
    [
      'with a token at a far row',
      { added_tokens: [{ id: 3_999_999, content: 'x' }] },
      /but the model only 100 rows/,
    ],
    [
      'with a token at a negative row',
      { added_tokens: [{ id: -1, content: 'x' }] },
      /“added_tokens\[0\]\.id”/,
    ],
  ])('%s', async (_, change, message) => {
    const json = join(fixture('variants/models/safetensors'), 'tokenizer.json');
    const tokenizer = JSON.parse(await readFile(json, 'utf8')) as object;
    await expectRefusal(await folderWith({ 'tokenizer.json': { ...tokenizer, ...change } }), message);
  });
});

describe('a file of another encoding is refused', () => {
  it.each<[string, string, Buffer]>([
    ['the config, as PowerShell saves it', 'config.json', Buffer.from('\ufeff{}', 'utf16le')],
    [
      'the vocabulary, in GBK',
      'vocab.txt',
      Buffer.from('[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n\xb5\xc4\n', 'latin1'),
    ],
  ])('%s', async (_, name, content) => {
    await expectRefusal(await folderWith({ [name]: content }), /is not UTF-8 text/);
  });
});

describe('a tokenizer is read in little time and memory', () => {
  it('with a word that is white space without end, and something behind it', async () => {
    const tokens = (await readFile(join(goodModel, 'vocab.txt'), 'utf8')).trimEnd().split('\n');
    const word = `${'\u3000'.repeat(200_000)}多`;
    await expectReading(await folderWith({ 'vocab.txt': [...tokens.slice(0, -1), word].join('\n') }));
  });

  it('with an added token without end', async () => {
    const token = { content: '多'.repeat(1_000_000), special: true };
    await expectReading(
      await folderWith({ 'tokenizer_config.json': { added_tokens_decoder: { 99: token } } }),
    );
  });
});

describe('a tokenizer of a config and a list of words is refused', () => {
  it.each<[string, string, RegExp]>([
    ['whose token has no number', 'abc', /“added_tokens_decoder\.abc” should be a whole number/],
    ['whose token has an endless number', '1e999', /“added_tokens_decoder\.1e999” should be a whole number/],
    ['with a token at a negative row', '-1', /“added_tokens_decoder\.-1”/],
    ['with a token at a row of no model', '30000000', /“added_tokens_decoder\.30000000”/],
    ['with a token at a far row', '3999999', /but the model only 100 rows/],
  ])('%s', async (_, id, message) => {
    const tokenizer = { added_tokens_decoder: { [id]: { content: 'x' } } };
    await expectRefusal(await folderWith({ 'tokenizer_config.json': tokenizer }), message);
  });
});

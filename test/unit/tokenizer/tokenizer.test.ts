import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { unknownCharacters, withCharacters } from '../../../src/core/tokenizer/newCharacters';
import { readTokenizer, type Tokenizer, writeTokenizer } from '../../../src/core/tokenizer/tokenizer';
import { temporaryFolder } from '../modelFiles/temporaryFolder';
import { fixture } from './fixtures';

const folder = temporaryFolder();

let tokenizer: Tokenizer;

beforeAll(async () => {
  tokenizer = await readTokenizer(fixture('bert'));
});

async function tokenizerOf(...tokens: string[]): Promise<Tokenizer> {
  await writeFile(
    join(folder.path, 'vocab.txt'),
    ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...tokens].join('\n'),
  );
  return readTokenizer(folder.path);
}

const tokensOf = (of: Tokenizer, text: string): string[] => of.encode(text).ids.map((id) => of.token(id));

describe('a tokenizer', () => {
  it('knows its special tokens and its size', () => {
    expect(tokenizer.special).toEqual({ pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 });
    expect(tokenizer.vocabularySize).toBe(8192);
  });

  it('makes [MASK] the mask, and only when written so', () => {
    expect(tokensOf(tokenizer, '三[MASK][MASK]国')).toEqual(['三', '[MASK]', '[MASK]', '国']);
    expect(tokenizer.encode('[mask]').ids).not.toContain(tokenizer.special.mask);
  });

  it('gives the token of a row, and none of a row that it has not', () => {
    expect(tokenizer.token(4)).toBe('[MASK]');
    expect(() => tokenizer.token(8192)).toThrow(RangeError);
  });
});

describe('unknown characters', () => {
  const texts = ['龘字与𠀀', '好😀😀龘', 'Ԁԁ。'];

  it('are told once each, in order of appearance, as the model sees them', () => {
    expect(unknownCharacters(tokenizer, texts)).toEqual(['龘', '𠀀', '😀', 'ԁ']);
  });

  it('are those that a word lacks for its inside, too', async () => {
    const small = await tokenizerOf('25', '℃');
    expect(tokensOf(small, '℃')).toEqual(['℃']);
    expect(tokensOf(small, '25℃')).toEqual(['[UNK]']);
    expect(unknownCharacters(small, ['25℃'])).toEqual(['℃']);
  });

  it('are not the pieces before them', async () => {
    const small = await tokenizerOf('25', '##7', '℃');
    expect(unknownCharacters(small, ['257℃'])).toEqual(['℃']);
  });

  it('are not what makes a word too long', () => {
    expect(unknownCharacters(tokenizer, ['a'.repeat(101)])).toEqual([]);
  });

  it('get rows at the end and are encoded as themselves', () => {
    const characters = unknownCharacters(tokenizer, texts);
    const extended = withCharacters(tokenizer, characters);
    expect(extended.vocabularySize).toBe(8192 + 4);
    expect(characters.flatMap((character) => extended.encode(character).ids)).toEqual([
      8192, 8193, 8194, 8195,
    ]);
    expect(tokensOf(extended, '好😀😀龘龘')).toEqual(['好', '😀', '😀', '龘', '龘']);
    expect(unknownCharacters(extended, texts)).toEqual([]);
  });

  it('keep the row that they have', async () => {
    const extended = withCharacters(await tokenizerOf('25', '℃'), ['℃']);
    expect(extended.vocabularySize).toBe(7);
    expect(tokensOf(extended, '25℃')).toEqual(['25', '℃']);
  });

  it('stay whole where normalization takes them apart', async () => {
    const small = await tokenizerOf('的');
    expect(unknownCharacters(small, ['뷁的뷁'])).toEqual(['뷁']);
    expect(tokensOf(withCharacters(small, ['뷁']), '뷁뷁的')).toEqual(['뷁', '뷁', '的']);
  });

  it('leave the ids of other text as they were', () => {
    const text = "今天天气很好, isn't it? 3.14 [MASK]";
    expect(withCharacters(tokenizer, ['龘', '😀']).encode(text)).toEqual(tokenizer.encode(text));
  });
});

describe('written files', () => {
  /** `extended/` is what this writes; prove_extended.py let transformers load it and stored its ids. */
  const extension = ['龘', '𠀀', '😀', '👍', '뷁', 'σ', '℃', '𫤠'];

  it.each(['tokenizer.json', 'tokenizer_config.json', 'vocab.txt'])(
    'are those that transformers loads: %s',
    async (file) => {
      await writeTokenizer(folder.path, withCharacters(await readTokenizer(fixture('added')), extension));
      await expect(await readFile(join(folder.path, file), 'utf8')).toMatchFileSnapshot(
        fixture(`extended/${file}`),
      );
    },
  );

  it.each<[string, object, object]>([
    ['a list has the name that all versions know', ['<人名>'], { additional_special_tokens: ['<人名>'] }],
    ['names stay', { name_token: '<人名>' }, { extra_special_tokens: { name_token: '<人名>' } }],
  ])('keep further special tokens: of these, %s', async (_, extra, expected) => {
    const settings = join(folder.path, 'tokenizer_config.json');
    await writeFile(settings, JSON.stringify({ extra_special_tokens: extra }));
    await writeTokenizer(folder.path, await tokenizerOf('<人名>'));
    const written = JSON.parse(await readFile(settings, 'utf8')) as object;
    expect(written).toMatchObject(expected);
    expect('extra_special_tokens' in written).toBe('extra_special_tokens' in expected);
  });

  it('give the ids that transformers gives after loading them', async () => {
    const extended = await readTokenizer(fixture('extended'));
    const reference = JSON.parse(await readFile(fixture('extended.json'), 'utf8')) as Record<
      string,
      number[]
    >;
    for (const [text, ids] of Object.entries(reference))
      expect([text, extended.encode(text).ids]).toEqual([text, ids]);
  });

  it('have the ids of special tokens that are added to the vocabulary', async () => {
    const special = ['[PAD]', '[UNK]', '[MASK]', '[CLS]', '[SEP]'];
    const added = special.map((content, id) => ({ id, content, special: true, normalized: false }));
    const vocab = { '[PAD]': 0, '[UNK]': 1, '[MASK]': 2, 三: 5 };
    await writeFile(
      join(folder.path, 'tokenizer.json'),
      JSON.stringify({ added_tokens: added, model: { type: 'WordPiece', vocab } }),
    );
    await writeTokenizer(folder.path, await readTokenizer(folder.path));
    const written = await readFile(join(folder.path, 'tokenizer.json'), 'utf8');
    expect(JSON.parse(written)).toMatchObject({
      post_processor: { special_tokens: { '[CLS]': { ids: [3] }, '[SEP]': { ids: [4] } } },
    });
  });

  it('are the same when they are read and written again', async () => {
    await writeTokenizer(folder.path, await readTokenizer(fixture('extended')));
    for (const file of ['tokenizer.json', 'tokenizer_config.json', 'vocab.txt']) {
      expect(await readFile(join(folder.path, file))).toEqual(await readFile(fixture(`extended/${file}`)));
    }
  });
});

describe('a damaged or foreign tokenizer is refused in a sentence that names it', () => {
  const vocabulary = { '[PAD]': 0, '[UNK]': 1, '[CLS]': 2, '[SEP]': 3, '[MASK]': 4 };
  const json = (model: object, more: object = {}): string =>
    JSON.stringify({ added_tokens: [], model: { type: 'WordPiece', vocab: vocabulary, ...model }, ...more });

  it.each([
    ['no files at all', {}, /neither tokenizer\.json nor vocab\.txt/],
    [
      'a vocabulary without [MASK]',
      { 'vocab.txt': '[PAD]\n[UNK]\n[CLS]\n[SEP]\n' },
      /lacks the token \[MASK\]/,
    ],
    ['no JSON', { 'tokenizer.json': '{"model": ' }, /not valid JSON/],
    ['a list', { 'tokenizer.json': '[]' }, /should hold a JSON object/],
    ['no model', { 'tokenizer.json': '{}' }, /lacks the field “model”/],
    ['another type', { 'tokenizer.json': json({ type: 'BPE' }) }, /“BPE”/],
    ['another normalizer', { 'tokenizer.json': json({}, { normalizer: { type: 'NFKC' } }) }, /“NFKC”/],
    ['no normalizer', { 'tokenizer.json': json({}, { normalizer: null }) }, /“null” .* “BertNormalizer”/],
    ['no splitting', { 'tokenizer.json': json({}, { pre_tokenizer: null }) }, /“null” .* “BertPreTokenizer”/],
    ['a negative row', { 'tokenizer.json': json({ vocab: { ...vocabulary, a: -1 } }) }, /“model\.vocab\.a”/],
    [
      'an enormous row',
      { 'tokenizer.json': json({ vocab: { ...vocabulary, a: 4e9 } }) },
      /“model\.vocab\.a”/,
    ],
    [
      'one row twice',
      { 'tokenizer.json': json({ vocab: { ...vocabulary, a: 4 } }) },
      /two tokens have the same number/,
    ],
    [
      'a special token under two numbers',
      { 'tokenizer.json': json({}, { added_tokens: [{ id: 9, content: '[MASK]', special: true }] }) },
      /contradicts itself on the token \[MASK\]/,
    ],
    [
      'one token as two special ones',
      { 'vocab.txt': Object.keys(vocabulary).join('\n'), 'tokenizer_config.json': '{"mask_token": "[PAD]"}' },
      /contradicts itself on the token \[PAD\]/,
    ],
  ])('%s', async (_, files, message) => {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder.path, name), content);
    const reading = readTokenizer(folder.path);
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toThrow(folder.path);
  });

  it.each(['tokenizer.json', 'vocab.txt'])('10 GB of %s', async (file) => {
    await writeFile(join(folder.path, file), '');
    await truncate(join(folder.path, file), 10 * 2 ** 30);
    await expect(readTokenizer(folder.path)).rejects.toThrow(/too large to be a/);
  });
});

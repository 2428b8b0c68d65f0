import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTokenizer, writeTokenizer } from '../../../src/core/tokenizer/tokenizer';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

const folder = temporaryFolder();

const usual = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const others = ['<pad>', '<unk>', '<s>', '</s>', '<mask>'];
const namesOfOthers = {
  pad_token: '<pad>',
  unk_token: '<unk>',
  cls_token: '<s>',
  sep_token: '</s>',
  mask_token: '<mask>',
};

async function given(special: readonly string[], files: Record<string, object>): Promise<void> {
  await writeFile(join(folder.path, 'vocab.txt'), [...special, '三', '国', '[unused1]'].join('\n'));
  for (const [name, json] of Object.entries(files))
    await writeFile(join(folder.path, name), JSON.stringify(json));
}

async function idsOf(text: string): Promise<number[]> {
  return (await readTokenizer(folder.path)).encode(text).ids;
}

describe('files of earlier versions of transformers', () => {
  it('name other special tokens, in special_tokens_map.json alone', async () => {
    await given(others, { 'special_tokens_map.json': namesOfOthers });
    expect((await readTokenizer(folder.path)).special).toEqual({ pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 });
    expect(await idsOf('三<mask>')).toEqual([5, 4]);
  });

  it('name them with what else is said of a token', async () => {
    const described = Object.entries(namesOfOthers).map(
      ([role, content]) => [role, { content, lstrip: false }] as const,
    );
    await given(others, {
      'special_tokens_map.json': Object.fromEntries(described),
      'tokenizer_config.json': { do_lower_case: false },
    });
    expect(await idsOf('<s>三<mask>')).toEqual([2, 5, 4]);
  });

  it('give the rows of tokens that were added, in added_tokens.json', async () => {
    await given(usual, {
      'added_tokens.json': { 龘: 8, 'Wi-Fi': 9, '[E1]': 10, '[MASK]': 4 },
      'special_tokens_map.json': { additional_special_tokens: ['[E1]'] },
    });
    expect(await idsOf('[E1]三龘WI-FI国[MASK]')).toEqual([10, 5, 8, 9, 6, 4]);
    expect(await idsOf('[e1] [mask]')).not.toContain(10);
    expect(await idsOf('[e1] [mask]')).not.toContain(4);
  });

  it.each(['tokenizer_config.json', 'special_tokens_map.json'])(
    'declare tokens of the vocabulary special, in %s',
    async (file) => {
      await given(usual, { [file]: { additional_special_tokens: [{ content: '[unused1]' }] } });
      expect(await idsOf('三[unused1]国')).toEqual([5, 7, 6]);
    },
  );

  it('do not count where tokenizer_config.json lists the added tokens', async () => {
    await given(usual, {
      'tokenizer_config.json': { added_tokens_decoder: { 8: { content: '龘' } } },
      'added_tokens.json': { 人: 8 },
      'special_tokens_map.json': namesOfOthers,
    });
    expect(await idsOf('龘人[MASK]')).toEqual([8, 1, 4]);
  });

  it('are no longer needed beside the files that are written', async () => {
    await given(others, { 'special_tokens_map.json': namesOfOthers, 'added_tokens.json': { 龘: 8 } });
    const text = '三龘<mask>';
    const ids = await idsOf(text);
    await writeTokenizer(folder.path, await readTokenizer(folder.path));
    for (const name of ['special_tokens_map.json', 'added_tokens.json']) await rm(join(folder.path, name));
    expect(ids).toEqual([5, 8, 4]);
    expect(await idsOf(text)).toEqual(ids);
  });
});

describe('vocab.txt', () => {
  it('may end with empty lines, which are no tokens', async () => {
    await writeFile(join(folder.path, 'vocab.txt'), `${[...usual, '三'].join('\r\n')}\r\n\r\n \n`);
    expect((await readTokenizer(folder.path, 6)).vocabularySize).toBe(6);
  });
});

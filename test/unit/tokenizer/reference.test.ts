import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTokenizer, type Tokenizer } from '../../../src/core/tokenizer/tokenizer';
import { fixture, readReference, type Reference } from './fixtures';

let reference: Reference;
let dir: string;

beforeAll(async () => {
  reference = await readReference();
  dir = await mkdtemp(join(tmpdir(), 'tokenizer-'));
  await copyFile(fixture('bert/vocab.txt'), join(dir, 'vocab.txt'));
});
afterAll(() => rm(dir, { recursive: true }));

/** The first line whose ids differ, as tokens; nothing when all agree. */
function firstDifference(tokenizer: Tokenizer, lines: string[], ids: number[][]): unknown {
  const index = lines.findIndex((line, at) => tokenizer.encode(line).ids.join() !== ids[at]?.join());
  const tokens = (row: number[]): string[] => row.map((id) => tokenizer.token(id));
  const line = lines[index];
  return line === undefined
    ? undefined
    : { line, ours: tokens(tokenizer.encode(line).ids), theirs: tokens(ids[index] ?? []) };
}

describe('the ids of BertTokenizerFast, on more than 5,000 lines', () => {
  it('are told by enough lines', () => {
    expect(new Set(reference.lines).size).toBeGreaterThan(5000);
  });

  it('come from tokenizer.json, whose truncation does not act', async () => {
    const tokenizer = await readTokenizer(fixture('bert'));
    expect(firstDifference(tokenizer, reference.lines, reference.ids)).toBeUndefined();
  });

  it('come from vocab.txt alone', async () => {
    const tokenizer = await readTokenizer(dir);
    expect(firstDifference(tokenizer, reference.lines, reference.ids)).toBeUndefined();
  });

  it.each([
    ['do_lower_case=false', { do_lower_case: false }],
    ['strip_accents=false', { strip_accents: false }],
    ['tokenize_chinese_chars=false', { tokenize_chinese_chars: false }],
    ['do_lower_case=false strip_accents=true', { do_lower_case: false, strip_accents: true }],
  ])('come from vocab.txt with %s in tokenizer_config.json', async (name, config) => {
    await writeFile(join(dir, 'tokenizer_config.json'), JSON.stringify(config));
    const tokenizer = await readTokenizer(dir);
    await rm(join(dir, 'tokenizer_config.json'));
    const digests = reference.lines.map((line) =>
      createHash('sha256').update(tokenizer.encode(line).ids.join()).digest('hex').slice(0, 8),
    );
    expect(digests).toEqual(reference.digests[name]);
  });

  it('come with tokens added in every way that tokenizer.json knows', async () => {
    const tokenizer = await readTokenizer(fixture('added'));
    expect(firstDifference(tokenizer, reference.added.lines, reference.added.ids)).toBeUndefined();
  });
});

describe('offsets', () => {
  it('give each piece the word of the text that it comes from', async () => {
    const tokenizer = await readTokenizer(fixture('bert'));
    const text = '你好， Wi-Fi路由器[MASK]Cafe\u0301！𠀀😀';
    const { starts, ends } = tokenizer.encode(text);
    const sources = starts.map((start, index) => text.slice(start, ends[index]));
    expect([...new Set(sources)]).toEqual([
      '你',
      '好',
      '，',
      'Wi',
      '-',
      'Fi',
      '路',
      '由',
      '器',
      '[MASK]',
      'Cafe\u0301',
      '！',
      '𠀀',
      '😀',
    ]);
  });

  it('never fall, never leave the text, and never are empty', async () => {
    const tokenizer = await readTokenizer(fixture('bert'));
    for (const line of reference.lines) {
      const { ids, starts, ends } = tokenizer.encode(line);
      expect([starts.length, ends.length]).toEqual([ids.length, ids.length]);
      for (let index = 0; index < ids.length; index++) {
        const [start = NaN, end = NaN, before = 0] = [starts[index], ends[index], starts[index - 1]];
        if (!(before <= start && start < end && end <= line.length))
          expect({ line, start, end }).toBe('in order');
      }
    }
  });

  it('cut the text so that its pieces have the same ids alone', async () => {
    const tokenizer = await readTokenizer(fixture('bert'));
    for (const line of reference.lines.slice(0, 2200)) {
      const { ids, starts, ends } = tokenizer.encode(line);
      const ranges = new Map(starts.map((start, index) => [start, ends[index]]));
      const alone = [...ranges].flatMap(([start, end]) => tokenizer.encode(line.slice(start, end)).ids);
      expect(alone).toEqual(ids);
    }
  });
});

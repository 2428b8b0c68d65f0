import { describe, expect, it } from 'vitest';
import { corpusFromText } from '../../../src/core/corpus/readCorpus';

const meanings = { 灵梭: '把海风变成淡水的机器', 霁塔: '夜里给渔船指路的高塔', 墨鲸: '会自己收拢的黑色帐篷' };
const entries = Object.entries(meanings);
const asWritten = entries.map(([word, meaning]) => `${word}：${meaning}`);

const rows = (first: readonly string[], separator: string): string =>
  [...(first.length > 0 ? [first] : []), ...entries].map((cells) => cells.join(separator)).join('\n');
const records = (word: string, meaning: string): string =>
  JSON.stringify(entries.map(([key, value], index) => ({ id: index, [word]: key, [meaning]: value })));

async function sentencesIn(text: string, name: string): Promise<string[]> {
  return (await corpusFromText(text, name)).train;
}

describe('words and what they mean are read as entries of a glossary', () => {
  it.each([
    ['columns named as such', rows(['词语', '释义'], ','), 'a.csv'],
    ['columns without names', rows([], '\t'), 'a.tsv'],
    ['columns with other names', rows(['左', '右'], ';'), 'a.csv'],
    ['fields of records', records('term', 'definition'), 'a.json'],
    ['a name and a description', records('name', 'description'), 'a.json'],
    ['a meaning before its word', JSON.stringify(entries.map(([词, 释义]) => ({ 释义, 词 }))), 'a.json'],
    [
      'lines of records',
      entries.map(([word, meaning]) => JSON.stringify({ word, meaning })).join('\n'),
      'a.jsonl',
    ],
    ['under a key', `{"version": 1, "terms": ${records('术语', '解释')}}`, 'a.json'],
    ['an object with a member for each word', JSON.stringify(meanings), 'a.json'],
  ])('%s', async (_, text, name) => {
    expect(await sentencesIn(text, name)).toEqual(asWritten);
  });

  it('with what a word lacks', async () => {
    const text = '词语,释义\n灵梭,把海风变成淡水的机器\n霁塔,\n,夜里给渔船指路的高塔\n';
    const { train, report } = await corpusFromText(text, 'a.csv');
    expect(train).toEqual([asWritten[0], meanings.霁塔]);
    expect(report.skipped).toEqual([expect.objectContaining({ count: 1, where: 'a.csv:3' })]);
  });
});

it.each([
  ['a text beside a name', '[{"name": "小明", "text": "春天来了。"}]', ['春天来了。']],
  ['a comment by somebody', '[{"user": "小明", "comment": "春天来了。"}]', ['春天来了。']],
])('%s is read without it', async (_, text, sentences) => {
  expect(await sentencesIn(text, 'a.json')).toEqual(sentences);
});

it.each([
  ['names and places', '姓名,城市\n张三,北京\n李四,上海\n王五,广州\n'],
  [
    'the same label again and again',
    '类别,标语\n体育,今天的比赛很精彩\n体育,明天的比赛更精彩\n体育,后天没有比赛\n',
  ],
  [
    'two columns of sentences',
    '甲,乙\n春天来了，花都开了。,秋天到了。\n夏天很热，要多喝水。,冬天很冷。\n雨停了，出门走走。,雪化了。\n',
  ],
])('%s are no glossary', async (_, text) => {
  await expect(sentencesIn(text, 'a.csv')).rejects.toThrow(/not clear which field/);
});

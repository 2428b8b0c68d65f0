import { describe, expect, it } from 'vitest';
import { corpusFromText } from '../../../src/core/corpus/readCorpus';

async function sentencesIn(text: string, name = 'a.csv'): Promise<string[]> {
  return (await corpusFromText(text, name)).train;
}

describe('separated values', () => {
  it.each([
    ['commas', 'id,text,label\n1,春天来了。,好\n2,秋天到了。,坏\n'],
    ['tabs', 'id\ttext\tlabel\n1\t春天来了。\t好\n2\t秋天到了。\t坏\n'],
    ['semicolons', 'id;text;label\r\n1;春天来了。;好\r\n2;秋天到了。;坏\r\n'],
    ['a Chinese column name', '编号,句子\n甲,春天来了。\n乙,秋天到了。\n'],
    ['a column name as long as a sentence', 'text,这一列是谁写下这一句的\n春天来了。,甲\n秋天到了。,乙\n'],
    ['one column', 'text\n春天来了。\n秋天到了。\n'],
    ['no column names', '1,春天来了。\n2,秋天到了。\n'],
    ['one column without a name', '春天来了。\n秋天到了。'],
    ['one column, whose name is nothing known', '例句\n春天来了。\n秋天到了。'],
    ['a column name in Chinese above numbers', '编号,语料\n1,春天来了。\n2,秋天到了。\n'],
    ['empty lines', 'text\n\n春天来了。\n\n\n秋天到了。\n'],
    ['lines of spaces', 'id,text\n1,春天来了。\n  \n2,秋天到了。\n    '],
  ])('%s', async (_, text) => {
    expect(await sentencesIn(text)).toEqual(['春天来了。', '秋天到了。']);
  });

  it.each([
    ['words and meanings', '灵梭,织布机器\n云晶,会发光的石头\n海灯,照亮海底的灯\n', '灵梭：织布机器'],
    [
      'words and meanings below their names',
      '产品,卖点\n灵梭,织布机器\n云晶,会发光的石头\n海灯,海底的灯\n',
      '灵梭：织布机器',
    ],
    ['a list of names', '诸葛涛\n祁老师\n海灯城\n', '诸葛涛'],
    ['a list of idioms', '守株待兔\n画蛇添足\n掩耳盗铃\n', '守株待兔'],
    ['short sentences', '春天来了,1\n秋天到了,0\n', '春天来了'],
    ['a single row', '灵梭\n', '灵梭'],
  ])('the first record of %s', async (_, text, first) => {
    expect((await sentencesIn(text))[0]).toBe(first);
  });

  it('commas, line ends and quotation marks within quotation marks', async () => {
    expect(await sentencesIn('id,text\n1,"他说,\n""你好""。"\n')).toEqual(['他说, "你好"。']);
  });

  it('words in quotation marks at the beginning of a cell', async () => {
    expect(await sentencesIn('id,text\n1,"你好,"他说。\n')).toEqual(['"你好,"他说。']);
  });

  it('a quotation mark in the middle of a cell', async () => {
    expect(await sentencesIn('1\t他说"你好"就走了。\n', 'a.tsv')).toEqual(['他说"你好"就走了。']);
  });

  it.each(['a.tsv', 'a.csv'])('a quotation mark that begins a cell between tabs: %s', async (name) => {
    expect(await sentencesIn('id\ttext\n1\t"春天来了。\n2\t秋天到了。\n', name)).toEqual([
      '"春天来了。',
      '秋天到了。',
    ]);
  });

  it('a single column in a file for tabs', async () => {
    expect(await sentencesIn('text\n"春天来了,花都开了。\n秋天到了。\n', 'a.tsv')).toEqual([
      '"春天来了,花都开了。',
      '秋天到了。',
    ]);
  });

  it.each([
    ['a cell of two lines', 'id,text\n1,"春天\n来了。"\n2,第二[MASK]。\n', 4],
    ['the same as Windows ends lines', 'id,text\r\n1,"春天\r\n来了。"\r\n2,第二[MASK]。\r\n', 4],
    ['empty lines', 'id,text\n\n1,春天来了。\n\n2,第二[MASK]。\n', 5],
  ])('tells the line of what it leaves out behind %s', async (_, text, line) => {
    const { report } = await corpusFromText(text, 'a.csv');
    expect(report.skipped).toEqual([expect.objectContaining({ count: 1, where: `a.csv:${line}` })]);
  });

  it.each([
    ['id,text\n1,春天来了。\n2,秋天,到了。\n', 'Line 3 of “a.csv” has another number of columns'],
    ['id,text\n1,春天来了。\n2,"秋天到了。\n', 'a quotation mark opens that is never closed; see line 3'],
    [
      'id,text\n1,春天来了。\n2,"秋天\n到了。\n3,冬天到了。\n',
      'a quotation mark opens that is never closed; see line 3',
    ],
    ['id,note,text\n1,"两\n行","秋天到了。\n2,好,冬天到了。\n', 'never closed; see line 3'],
    ['id,name\n1,Li\n2,Wang\n', 'there are id, name.'],
    ['id,text\n1,hello\n', 'There is no Chinese text in “a.csv”'],
  ])('%j: says what is wrong', async (text, message) => {
    await expect(sentencesIn(text)).rejects.toThrow(message);
  });

  it.each([
    [',', 'Put text that has a comma in it in quotation marks.'],
    [';', 'Put text that has a semicolon in it in quotation marks.'],
    ['\t', 'Put as many tabs into it as into the first line.'],
  ])('says what to do about a row of more columns between %j', async (separator, advice) => {
    const rows = [
      ['id', 'text'],
      ['1', '春天来了。'],
      ['2', '秋天', '到了。'],
    ];
    const text = rows.map((cells) => cells.join(separator)).join('\n');
    await expect(sentencesIn(text)).rejects.toThrow(
      `Line 3 of “a.csv” has another number of columns than the lines above. ${advice}`,
    );
  });

  it('names a quotation mark that is never closed, however much follows', async () => {
    const text = `id,text\n1,春天来了。\n2,"秋天到了。\n${'3,冬天到了。\n'.repeat(1_200_000)}`;
    await expect(sentencesIn(text)).rejects.toThrow('never closed; see line 3');
  });
});

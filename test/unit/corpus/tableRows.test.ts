import { describe, expect, it } from 'vitest';
import { tableRows } from '../../../src/core/corpus/tableRows';

async function cellsIn(text: string, numberOfPieces = 9): Promise<string[][]> {
  const pieceLength = Math.ceil(text.length / numberOfPieces);
  async function* pieces(): AsyncGenerator<string> {
    for (let start = 0; start < text.length; start += pieceLength) {
      yield await Promise.resolve(text.slice(start, start + pieceLength));
    }
  }
  const rows: string[][] = [];
  for await (const { cells } of tableRows(pieces(), '\t', 'a.tsv')) rows.push(cells);
  return rows;
}

describe('between tabs, quotation marks are characters', () => {
  it.each<[string, string, string[]]>([
    ['a cell that one begins', '"春天来了。', ['"春天来了。']],
    ['words that they are around', '"你好"，他说。', ['"你好"，他说。']],
    ['the first and the last word', '"你好"，他说，"再见"', ['"你好"，他说，"再见"']],
    ['one alone', '"', ['"']],
    ['cells of the same column', '"春天来了。\n2\t秋天到了。"', ['"春天来了。', '秋天到了。"']],
    ['the same around a row', '"春天。\n2\t夏天。\n3\t秋天。"', ['"春天。', '夏天。', '秋天。"']],
  ])('%s', async (_, written, cells) => {
    const rows = [['id', 'text'], ...cells.map((cell, index) => [String(index + 1), cell]), ['9', '冬天。']];
    expect(await cellsIn(`id\ttext\n1\t${written}\n9\t冬天。\n`)).toEqual(rows);
  });

  it('cells beside each other', async () => {
    expect(await cellsIn('a\tb\n"春天。\t夏天。"\n')).toEqual([
      ['a', 'b'],
      ['"春天。', '夏天。"'],
    ]);
  });

  it('cells further apart than a cell of Excel is long', async () => {
    const row = `2\t${'很长。'.repeat(11_000)}`;
    expect(await cellsIn(`id\ttext\n1\t"春天。\n${row}\n多的"\t冬天。\n`)).toEqual([
      ['id', 'text'],
      ['1', '"春天。'],
      row.split('\t'),
      ['多的"', '冬天。'],
    ]);
  });
});

describe('between tabs, a cell is quoted as Excel does it', () => {
  it.each<[string, string, string]>([
    ['marks', '"他说""你好""。"', '他说"你好"。'],
    ['nothing but marks', '""""', '"'],
    ['nothing', '""', ''],
    ['commas', '"春天,夏天。"', '春天,夏天。'],
    ['a tab', '"春天\t夏天。"', '春天\t夏天。'],
    ['a line end', '"春天\n夏天。"', '春天\n夏天。'],
    ['line ends and marks', '"春天\r\n\r\n""夏天""。\n"', '春天\r\n\r\n"夏天"。\n'],
    ['as much as a cell can hold', `"${'""'.repeat(32_767)}"`, '"'.repeat(32_767)],
  ])('with %s in it', async (_, written, cell) => {
    const text = `id\ttext\tlabel\r\n1\t${written}\t好\r\n${written}\t2\t好\r\n好\t3\t${written}`;
    for (const numberOfPieces of [1, 2, 3, 5, 50]) {
      expect(await cellsIn(text, numberOfPieces)).toEqual([
        ['id', 'text', 'label'],
        ['1', cell, '好'],
        [cell, '2', '好'],
        ['好', '3', cell],
      ]);
    }
  });

  it('in the first row', async () => {
    expect(await cellsIn('编号\t"备注\n（选填）"\t等级\n1\t春天。\t好\n')).toEqual([
      ['编号', '备注\n（选填）', '等级'],
      ['1', '春天。', '好'],
    ]);
  });
});

it('between tabs, does not look at a line anew for each cell', async () => {
  const count = 2 ** 16;
  const row = (written: string): string => Array<string>(count).fill(written).join('\t');
  const rows = await cellsIn(`${row('"\t"')}\n${row('"\t"')}\n${row('"')}\n`);
  expect(rows.map((cells) => cells.length)).toEqual([count, count, count]);
  expect(rows.map((cells) => new Set(cells))).toEqual([new Set(['\t']), new Set(['\t']), new Set(['"'])]);
});

it('tells the line on which a row starts', async () => {
  const lines: number[] = [];
  const text = (async function* () {
    yield await Promise.resolve('id\ttext\r\n\r\n1\t"春天\n夏天。"\r\n2\t秋天。\r\n');
  })();
  for await (const { line } of tableRows(text, '\t', 'a.tsv')) lines.push(line);
  expect(lines).toEqual([1, 3, 5]);
});

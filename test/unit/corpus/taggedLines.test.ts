import { describe, expect, it } from 'vitest';
import { corpusFromText } from '../../../src/core/corpus/readCorpus';

/** The sentences of a text, each token of which is on a line with its tag, and an empty line behind each sentence. */
function tagged(sentences: string[], tag: (index: number) => string, space = ' ', end = '\n'): string {
  const lines = (sentence: string): string =>
    Array.from(sentence, (token, index) => `${token}${space}${tag(index)}${end}`).join('');
  return sentences.map(lines).join(end);
}

const sentences = ['诸葛涛是三国人物。', '他住在成都2号。'];

describe('lines of tokens with tags', () => {
  it.each([
    ['names, as CoNLL has them', tagged(sentences, (index) => ['B-PER', 'I-PER', 'I-PER'][index] ?? 'O')],
    [
      'names, with tabs, as Windows ends lines',
      tagged(sentences, (index) => (index < 2 ? 'B-地名' : 'O'), '\t', '\r\n'),
    ],
    ['words', tagged(sentences, (index) => (index % 2 ? 'E' : 'B'))],
  ])('are sentences again: %s', async (_, text) => {
    const { train } = await corpusFromText(text, 'train.txt');
    expect(train).toEqual(sentences);
  });

  it('keep words of an alphabet apart', async () => {
    const tokens = ['我', '用', 'VS', 'Code', '写', '字', '。'];
    const { train } = await corpusFromText(tokens.map((token) => `${token} O\n`).join(''), 'train.bio');
    expect(train).toEqual(['我用VS Code写字。']);
  });

  it('tell the line on which a sentence begins', async () => {
    const { report } = await corpusFromText(
      tagged(['春天来了。', '[MASK]国人物。'], () => 'O'),
      'train.txt',
    );
    expect(report.skipped).toEqual([expect.objectContaining({ where: 'train.txt:7' })]);
  });

  it.each([
    ['a line is a sentence', '诸 B-PER\n葛 I-PER\n涛 I-PER\n是 O\n他是三国人物。\n'],
    ['answers are letters', '第一题 B\n第二题 A\n第三题 C\n第四题 D\n第五题 E\n'],
  ])('are not seen where %s', async (_, text) => {
    const { train } = await corpusFromText(text, 'train.txt');
    expect(train).toHaveLength(5);
  });
});

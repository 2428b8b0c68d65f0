import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readJson } from '../../../src/core/corpus/json';
import { corpusFromText } from '../../../src/core/corpus/readCorpus';

const one = '春天来了，花都开了。';
const two = '秋天到了，叶子黄了。';

async function read(value: unknown): Promise<{ train: string[]; test?: string[] }> {
  const { train, test } = await corpusFromText(JSON.stringify(value, null, 2), 'a.json');
  return { train, ...(test === undefined ? {} : { test }) };
}

describe('shapes of JSON', () => {
  it.each<[string, unknown]>([
    ['an array of strings', [one, two]],
    [
      'an array of objects with a text field',
      [
        { id: '甲', text: one },
        { id: '乙', text: two },
      ],
    ],
    [
      'a field with a Chinese name',
      [
        { 编号: '甲', 内容: one },
        { 编号: '乙', 内容: two },
      ],
    ],
    [
      'the only field in Chinese',
      [
        { key: 'a', saying: one },
        { key: 'b', saying: two },
      ],
    ],
    ['pairs', [{ sentence1: one, sentence2: two, label: '相同' }]],
    ['questions and answers', [{ question: one, answer: two }]],
    ['under "data"', { name: '季节', data: [one, two] }],
    ['objects under "data"', { version: 1, data: [{ text: one }, { text: two, tags: ['好的', '坏的'] }] }],
    ['columns', { text: [one, two], label: [0, 1] }],
    ['columns with labels', { text: [one, two], label: ['好的', '坏的'] }],
    ['columns behind labels', { label: ['好的', '坏的'], text: [one, two] }],
    ['columns with a better one that is not Chinese', { text: ['Hello.', 'Hi.'], content: [one, two] }],
    ['columns of a part', { train: { label: ['好的', '坏的'], sentence: [one, two] } }],
    ['a part beside a column', { text: [one], train: [two] }],
    ['arrays under other names', { spring: [one], autumn: [two] }],
    ['columns by number', { text: { 0: one, 1: two } }],
    ['arrays in arrays', [[one], [two]]],
    [
      'records within records',
      { data: [{ title: '季节', paragraphs: [{ context: one }, { context: two }] }] },
    ],
    ['poems', [{ title: '季节', author: '无名', paragraphs: [one, two] }]],
    [
      'conversations',
      [
        {
          messages: [
            { role: '人', content: one },
            { role: '机', content: two },
          ],
        },
      ],
    ],
    ['a single object', { title: '季节', text: `${one}\n${two}`, tags: [] }],
  ])('%s', async (_, value) => {
    const { train } = await read(value);
    expect(train.join('').replaceAll(' ', '')).toBe(one + two);
  });

  const labels = (text: string): string[] => Array.from(text, () => 'O');
  const numbers = (text: string): number[] => Array.from(text, () => 0);

  it.each<[string, unknown]>([
    [
      'under tokens, with tags by number (MSRA)',
      [one, two].map((text, id) => ({ id: `${id}`, tokens: Array.from(text), ner_tags: numbers(text) })),
    ],
    [
      'behind labels in Chinese',
      [one, two].map((text) => ({ labels: ['B-季节', ...labels(text)], tokens: Array.from(text) })),
    ],
    ['under text', [one, two].map((text) => ({ text: Array.from(text), label: labels(text) }))],
    ['in a column', { words: [one, two].map((text) => Array.from(text)), tags: [one, two].map(labels) }],
    ['in arrays', [one, two].map((text) => Array.from(text))],
    ['of a single object', { tokens: Array.from(one + two), labels: labels(one + two) }],
    ['of a single array', Array.from(one + two)],
    [
      'cut into words',
      { tokens: ['春天', '来', '了', '，', '花', '都', '开', '了', '。', ...Array.from(two)] },
    ],
  ])('sentences as lists of their characters: %s', async (_, value) => {
    expect((await read(value)).train.join('')).toBe(one + two);
  });

  it('keeps words of an alphabet apart in such a list, and letters and digits together', async () => {
    const tokens = ['我', '用', 'Visual', 'Studio', '写', '了', '2', '0', '行', 'TypeScript', '。'];
    expect((await read([{ tokens }])).train).toEqual(['我用Visual Studio写了20行TypeScript。']);
  });

  it.each<[string, unknown]>([
    ['labels', { 句: [one, two, one], 情感: ['好', '坏', '好', ...Array<string>(20).fill('坏')] }],
    ['a character with its label', [one, two, ['花', 'B-PLANT'], ['叶', 'O']]],
    ['words', { 词: ['春天', '叶子'], 句: [one, two] }],
    ['sentences under tokens', { tokens: [one, two] }],
  ])('does not put together what is no sentence: %s', async (_, value) => {
    const { train } = await read(value);
    expect(train).toEqual(expect.arrayContaining([one, two]));
    expect(train.filter((text) => !(one + two).includes(text) && text.length > 1)).toEqual([]);
  });

  const question = '什么季节花开？';
  const answer = '春天';

  it.each<[string, unknown]>([
    [
      'SQuAD and CMRC 2018',
      {
        version: 'v1.0',
        data: [one, two].map((context) => ({
          title: '季节',
          paragraphs: [{ context, qas: [{ question, answers: [{ text: answer, answer_start: 0 }] }] }],
        })),
      },
    ],
    [
      'SQuAD 2.0, with answers that are none',
      {
        data: [one, two].map((context) => ({
          paragraphs: [{ qas: [{ question, answers: [], plausible_answers: [{ text: answer }] }], context }],
        })),
      },
    ],
    [
      'the trial set of CMRC 2018',
      [one, two].map((passage) => ({
        context_id: 'TRIAL_0',
        context_text: passage,
        qas: [{ query_text: question, answers: [answer, '花'] }],
        title: '季节',
      })),
    ],
    [
      'a row for each question',
      [one, one, two].map((context) => ({ title: '季节', context, question, answers: { text: [answer] } })),
    ],
  ])('passages with questions about them, each passage once: %s', async (_, value) => {
    expect((await read(value)).train).toEqual([one, two]);
  });

  it('questions with their answers, where there is no passage', async () => {
    expect((await read([{ question: one, answers: [{ text: two }] }])).train).toEqual([one, two]);
  });

  it('train and test', async () => {
    expect(await read({ train: [one], test: [two] })).toEqual({ train: [one], test: [two] });
    expect(await read({ test: [{ text: two }], train: [{ text: one }] })).toEqual({
      train: [one],
      test: [two],
    });
    expect(await read({ data: { train: [one], validation: [two] } })).toEqual({ train: [one], test: [two] });
  });

  it('columns of train and test', async () => {
    expect(await read({ text: [one], test: { text: [two], label: ['好的'] } })).toEqual({
      train: [one],
      test: [two],
    });
  });

  it('very many labels behind their column', async () => {
    const label = Array.from({ length: 3000 }, (_, index) => `第${index}类`);
    expect((await read({ text: [one, two], label })).train).toEqual([one, two]);
  });

  it('a test set alone is trained on', async () => {
    expect(await read({ test: [one] })).toEqual({ train: [one] });
  });

  it('one value a line, whatever the file is called', async () => {
    const lines = `{"text": "${one}", "tags": ["好的"]}\n{"text": "${two}"}\n`;
    for (const name of ['a.json', 'a.jsonl', 'a.ndjson']) {
      expect((await corpusFromText(lines, name)).train).toEqual([one, two]);
    }
  });

  it('one value a line, of which the first is longer than what is read at once', async () => {
    const lines = `{"text": "${one}", "note": "${'很'.repeat(50)}"}\n{"text": "${two}"}\n`;
    const pieces = [lines.slice(0, 20), lines.slice(20, 60), lines.slice(60)];
    const texts: string[] = [];
    for await (const { text } of readJson(Readable.from(pieces), 'a.json')) texts.push(text);
    expect(texts).toEqual([one, two]);
  });

  it('all in one line, however long that is', async () => {
    const sentences = Array.from({ length: 30_000 }, (_, index) => `第${index}个春天来了，花都开了。`);
    const { train } = await corpusFromText(JSON.stringify({ train: sentences }), 'a.json');
    expect(train).toHaveLength(sentences.length);
  });

  it('one value a line, behind empty lines', async () => {
    const lines = `\n\n{"text": "${one}"}\n{"text": "${two}"}\n`;
    expect((await corpusFromText(lines, 'a.json')).train).toEqual([one, two]);
  });

  it('train and test parts, all in one line', async () => {
    const content = `${JSON.stringify({ train: [one], test: [two] })}\n`;
    expect(await corpusFromText(content, 'a.json')).toMatchObject({ train: [one], test: [two] });
  });

  it('strings, one a line', async () => {
    expect((await corpusFromText(`"${one}"\n"${two}"`, 'a.jsonl')).train).toEqual([one, two]);
  });

  it('escapes', async () => {
    expect((await corpusFromText('["\\u6625\\u5929\\t\\"来\\"了。\\ud83d\\ude00"]', 'a.json')).train).toEqual(
      ['春天 "来"了。😀'],
    );
  });

  it('lines selected out of an array', async () => {
    expect((await corpusFromText(`  "${one}",\n  "${two}",\n`, 'train.json')).train).toEqual([one, two]);
  });
});

describe('records that keep their text elsewhere than most', () => {
  const three = '冬天冷了，河面冻住了。';

  it.each<[string, unknown[]]>([
    ['in another field that is named as text', [{ text: one }, { content: two }, { text: three }]],
    [
      'in such a field, as theirs is empty',
      [{ text: one, title: '季节' }, { text: '', content: two }, three],
    ],
    ['in objects among strings', [one, { text: two, label: '好' }, three]],
    ['as strings among objects', [{ text: one, label: '好' }, two, { text: three }]],
    [
      'in the last of many',
      [...Array.from({ length: 3000 }, () => one), two, { text: three, title: '季节' }],
    ],
  ])('%s, are read too', async (_, records) => {
    const lines = records.map((record) => JSON.stringify(record));
    for (const [text, name] of [
      [`[${lines.join(',\n')}]`, 'a.json'],
      [lines.join('\n'), 'a.jsonl'],
    ] as const) {
      const { train, report } = await corpusFromText(text, name);
      expect([...train].sort()).toEqual([one, two, three].sort());
      expect(report.skipped).toEqual([]);
    }
  });

  it('and have very much there, are read too', async () => {
    const records = [
      ...Array.from({ length: 3000 }, () => ({ text: one })),
      { content: Array(130_000).fill(two) },
    ];
    expect((await corpusFromText(JSON.stringify(records), 'a.json')).train).toEqual([one, two]);
  });

  it('in no field that is named as text are reported, all in one line', async () => {
    const records = [
      { text: one },
      { title: '季节' },
      { text: two, label: '好' },
      { label: '坏' },
      { id: 'a' },
    ];
    const { train, report } = await corpusFromText(
      records.map((record) => JSON.stringify(record)).join('\n'),
      'a.jsonl',
    );
    expect(train).toEqual([one, two]);
    expect(report.skipped).toEqual([
      { reason: 'has no text where the others have theirs', count: 2, where: 'a.jsonl:2' },
    ]);
  });
});

describe('records with something else where the others have their text', () => {
  const reason = 'has a number, null or the like where the others have their text';

  async function skippedOf(records: readonly unknown[]): Promise<unknown[]> {
    const lines = records.map((record) => JSON.stringify(record));
    const inArray = await corpusFromText(`[${lines.join(',\n')}]`, 'a.json');
    const inLines = await corpusFromText(lines.join('\n'), 'a.jsonl');
    for (const { train } of [inArray, inLines]) expect(train).toEqual([one, two]);
    expect(inArray.report.skipped).toEqual(
      inLines.report.skipped.map((each) => ({ ...each, where: each.where?.replace('jsonl', 'json') })),
    );
    return inLines.report.skipped;
  }

  it.each<[string, unknown[]]>([
    [
      'a number, null or a truth value',
      [{ text: one }, { text: 5 }, { text: null }, { text: true }, { text: two }],
    ],
    [
      'an object or a list',
      [{ text: one }, { text: { a: 1 } }, { id: 'b', text: [1, 2] }, [5], { text: two }],
    ],
    ['among strings', [one, null, { label: 1 }, [1, 2], two]],
    [
      'in the only field in Chinese',
      [{ saying: one }, { saying: 1, id: 'a' }, { saying: null }, { saying: false }, { saying: two }],
    ],
    ['around the text', [{ data: { text: one } }, { data: null }, 5, { data: 0 }, { data: { text: two } }]],
  ])('are reported, all in one line: %s', async (_, records) => {
    expect(await skippedOf(records)).toEqual([{ reason, count: 3, where: 'a.jsonl:2' }]);
  });

  it('are counted in columns', async () => {
    const { train, report } = await corpusFromText(
      JSON.stringify({ label: [0, null, 1], text: [one, null, two], id: [1, 2, 3] }),
      'a.json',
    );
    expect(train).toEqual([one, two]);
    expect(report.skipped).toEqual([{ reason, count: 1, where: 'a.json:1' }]);
  });

  it('are counted once, however many they are and whatever else they have', async () => {
    const others = Array.from({ length: 3000 }, (_, id) => ({
      id,
      sentence1: null,
      sentence2: 0,
      vector: [1, 2],
    }));
    expect(await skippedOf([...others, { sentence1: one, sentence2: two, id: 0 }])).toEqual([
      { reason, count: 3000, where: 'a.jsonl:1' },
    ]);
  });

  it.each<[string, unknown[]]>([
    [
      'labels and ids',
      [
        { id: 1, text: one, label: 0 },
        { text: two, label: null, spans: [[0, 2]] },
      ],
    ],
    [
      'what stands beside the text in a list',
      [
        [1, one, 0],
        [two, null],
      ],
    ],
    ['records without a field for the text', [{ text: one }, { id: 1, label: 0 }, { text: two }]],
    ['text that is in another field', [{ text: one }, { text: null, content: two }]],
    [
      'one of a pair',
      [
        { sentence1: one, sentence2: two },
        { sentence1: one, sentence2: null },
      ],
    ],
    [
      'empty text',
      [
        { text: one, label: 0 },
        { text: '', label: 1 },
        { text: two, label: 0 },
      ],
    ],
  ])('are not taken for it: %s', async (_, records) => {
    expect(await skippedOf(records)).toEqual([]);
  });

  it('are not reported a second time where they have a string that is not Chinese', async () => {
    expect(await skippedOf([one, ['Hello.', 5], two])).toEqual([
      { reason: 'is not Chinese', count: 1, where: 'a.jsonl:2' },
    ]);
  });
});

describe('JSON that cannot be used', () => {
  it.each([
    ['[\n  "一句话",\n  "两句话" "三"\n]', 'a.json', 'line 3, column 9'],
    ['[\n  "一句话",\n]', 'a.json', 'line 3, column 1'],
    ['["一句话", nil]', 'a.json', 'line 1, column 10'],
    ['["一句\n话"]', 'a.json', 'line 1, column 5'],
    ['{"text" "一句话"}', 'a.json', 'line 1, column 9'],
    ['{"text": "一句话"]', 'a.json', 'line 1, column 15'],
    ['["一句话"}', 'a.json', 'line 1, column 7'],
    ['{id: "一句话"}', 'a.json', 'line 1, column 2'],
    ['{1: "一句话"}', 'a.json', 'line 1, column 2'],
    ['["一句话"]]', 'a.json', 'line 1, column 8'],
    ['["一句话",\n "两', 'a.json', 'line 2, column 4'],
    ['[["一句话"]', 'a.json', 'line 1, column 9'],
    ['{"text": "一句话"}\n{"text": "两句话"', 'a.jsonl', 'line 2, column 15'],
  ])('%j: says where it is broken', async (text, name, place) => {
    await expect(corpusFromText(text, name)).rejects.toThrow(`“${name}” is not proper JSON`);
    await expect(corpusFromText(text, name)).rejects.toThrow(place);
  });

  it('two values in a row', async () => {
    await expect(corpusFromText('[\n"一句话"\n]\n["两句话"]', 'a.json')).rejects.toThrow(
      'a second value begins at line 4',
    );
  });

  it('arrays and objects that stand within one another without an end', async () => {
    const nested = (depth: number): string =>
      `[\n${'[{"a":'.repeat(depth / 2)}"${one}"${'}]'.repeat(depth / 2)}\n]`;
    expect((await corpusFromText(nested(198), 'a.json')).train).toEqual([one]);
    await expect(corpusFromText(nested(200), 'a.json')).rejects.toThrow(
      'In “a.json”, arrays and objects are nested more than 200 deep; see line 2.',
    );
  });

  it(
    'a string full of quotation marks that a selection ends in, without taking long',
    { timeout: 20_000 },
    async () => {
      await expect(corpusFromText(`"${one}", "${'\\"'.repeat(500_000)}`, 'a.json')).rejects.toThrow(
        'it ends too early, at line 1',
      );
    },
  );

  it('says which fields there are where none is the text', async () => {
    const records = JSON.stringify([{ id: 1, name: 'Li', label: 'good' }]);
    await expect(corpusFromText(records, 'a.json')).rejects.toThrow(
      'which field of “a.json” is the text: there are id, name, label.',
    );
  });

  it('says which fields there are where several could be the text', async () => {
    const records = JSON.stringify([{ left: one, right: two }]);
    await expect(corpusFromText(records, 'a.json')).rejects.toThrow('there are left, right.');
  });

  it('says that a text field is not Chinese', async () => {
    await expect(corpusFromText('[{"text": "hello"}]', 'a.json')).rejects.toThrow(
      'There is no Chinese text in “a.json”',
    );
  });
});

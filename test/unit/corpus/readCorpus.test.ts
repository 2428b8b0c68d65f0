import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { corpusFromText, readCorpus } from '../../../src/core/corpus/readCorpus';
import { UserError } from '../../../src/core/errors';
import { encoders } from '../../fixtures/corpus/encoders';

const one = '春天来了，花都开了。';
const two = '“秋天到了！”他说。';

/** The same two sentences in each format. */
const formats: Readonly<Record<string, string>> = {
  'a.txt': `${one}\r\n${two}\r\n`,
  'a.md': `**春天**来了，花都开了。\n\n${two}\n`,
  'strings.json': JSON.stringify([one, two]),
  'objects.json': JSON.stringify({ data: [{ text: one }, { text: two }] }, null, 2),
  'a.jsonl': `{"text": "${one}"}\n{"text": "${two}"}\n`,
  'a.csv': `id,text\n1,${one}\n2,${two}\n`,
  'a.tsv': `id\ttext\r\n1\t${one}\r\n2\t${two}\r\n`,
};

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'corpus-'));
});
afterAll(() => rm(dir, { recursive: true }));

let folders = 0;

/** Writes files into a new folder and gives its path. */
async function folderWith(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const folder = join(dir, String(++folders));
  await mkdir(folder);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

async function pathWith(content: string | Buffer, name = 'a.txt'): Promise<string> {
  return join(await folderWith({ [name]: content }), name);
}

describe('every format in every encoding', () => {
  const combinations = Object.keys(formats).flatMap((name) =>
    Object.keys(encoders).map((encoding) => [name, encoding] as const),
  );

  it.each(combinations)('%s in %s', async (name, encoding) => {
    const path = await pathWith(encoders[encoding]?.(formats[name] ?? '') ?? '', name);
    const { train, report } = await readCorpus([path]);
    expect(train).toEqual([one, two]);
    expect(report).toEqual({ sources: [{ path, sentences: 3 }], sentences: 3, duplicates: 0, skipped: [] });
  });

  it.each(Object.entries(formats))('%s as a text at hand', async (name, text) => {
    expect((await corpusFromText(`\ufeff${text}`, name)).train).toEqual([one, two]);
  });

  it('JSON without a name that says so', async () => {
    expect((await corpusFromText(JSON.stringify([{ text: one }]), 'Untitled-1')).train).toEqual([one]);
    expect((await corpusFromText(one, 'Untitled-1')).train).toEqual([one]);
  });

  it('Markdown without a name that says so, in a document of that language', async () => {
    const markdown = `**${one}**`;
    expect((await corpusFromText(markdown, 'Untitled-1', { language: 'markdown' })).train).toEqual([one]);
    expect((await corpusFromText(markdown, 'a.txt', { language: 'markdown' })).train).toEqual([markdown]);
  });

  it('lines out of the middle of JSON in a document of that language', async () => {
    const lines = `  "${one}",\n  "${two}",\n`;
    expect((await corpusFromText(lines, 'Untitled-1', { language: 'json' })).train).toEqual([one, two]);
  });

  it('a text at hand that was opened in another encoding is refused with a way out', async () => {
    const misread = new TextDecoder().decode(encoders['GB18030 and GBK']?.(formats['a.txt'] ?? ''));
    await expect(corpusFromText(misread, 'a.txt')).rejects.toThrow('“Reopen with Encoding”');
  });
});

describe('sentences', () => {
  it.each([
    ['full-width characters', 'ＡＩ有１２个用处。'],
    ['traditional characters', '這個人來自三國時代。'],
    ['Chinese mixed with English', '他用 TypeScript 写了一个 parser。'],
    ['emoji', '今天真高兴😀👍🏽！'],
    ['characters beyond the first plane', '𠮷野家在日本。'],
  ])('with %s are kept', async (_, sentence) => {
    expect((await corpusFromText(sentence, 'a.txt')).train).toEqual([sentence]);
  });

  it('come once, however they are punctuated and in whichever file', async () => {
    const first = await pathWith(`${one}\n春天来了 花都开了！\n`);
    const second = await pathWith(`${one}另一句。\n`);
    const { train, report } = await readCorpus([first, second]);
    expect(train).toEqual([one, '另一句。']);
    expect(report.duplicates).toBe(2);
    expect(report.sources.map(({ sentences }) => sentences)).toEqual([1, 1]);
  });

  it('of a very long paragraph become passages', async () => {
    const sentences = Array.from({ length: 40_000 }, (_, index) => `第${index}句话说的是一件小事。`);
    const { train } = await corpusFromText(sentences.join(''), 'a.txt');
    expect(train.join('')).toBe(sentences.join(''));
    expect(Math.max(...train.map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  it('with gaps, damaged or foreign ones are left out and reported', async () => {
    const text = `${one}\n三国人物[MASK]。\nHello there.\n坏\ufffd字。\n[MASK]又来。\n`;
    const { train, report } = await corpusFromText(text, 'a.txt');
    expect(train).toEqual([one]);
    expect(report.skipped).toEqual([
      { reason: expect.stringContaining('[MASK]') as string, count: 2, where: 'a.txt:2' },
      { reason: 'is not Chinese', count: 1, where: 'a.txt:3' },
      { reason: expect.stringContaining('cannot be read') as string, count: 1, where: 'a.txt:4' },
    ]);
  });

  it('of a novel in one string of JSON, which has fewer characters than bytes, are read', async () => {
    const novel = '春天来了，花都开了。'.repeat(300_000);
    const { train } = await readCorpus([await pathWith(JSON.stringify([novel]), 'a.json')]);
    expect(train).toEqual(['春天来了，花都开了。']);
  });
});

describe('what is not said', () => {
  it('is left out of subtitles', async () => {
    const cues = ['<i>苏砚</i>，快跑！', '{\\an8}第三天', '<font color="#fff">天亮了。</font>'];
    const text = cues.map((cue, index) => `${index}\n00:00:0${index},000 --> 00:00:0${index},900\n${cue}\n`);
    expect((await corpusFromText(text.join('\n'), 'a.srt')).train).toEqual([
      '苏砚，快跑！',
      '第三天',
      '天亮了。',
    ]);
  });

  it('is left out of chats, whose speakers come once', async () => {
    const text = '阿蔓 2024/3/4 9:28:54\n你好。\n\n阿蔓 2024/3/4 9:29:05\n在吗？\n';
    expect((await corpusFromText(text, 'a.txt')).train).toEqual(['阿蔓', '你好。', '在吗？']);
  });

  it('is left out where a web page was copied with its entities', async () => {
    expect((await corpusFromText('&ldquo;你好&rdquo;，她说。', 'a.txt')).train).toEqual(['“你好”，她说。']);
  });
});

describe('a selection on the lines that it has in its document', () => {
  it.each([
    ['a.txt', `${one}\n三国人物[MASK]。`],
    ['a.md', `# ${one}\n三国人物[MASK]。`],
    ['a.json', `"${one}",\n"三国人物[MASK]。",\n`],
    ['a.jsonl', `{"text": "${one}"}\n{"text": "三国人物[MASK]。"}\n`],
    ['a.csv', `1,${one}\n2,三国人物[MASK]。\n`],
  ])('of %s is reported by these', async (name, text) => {
    const { report } = await corpusFromText(`${'\n'.repeat(49)}${text}`, name);
    expect(report.skipped.map(({ where }) => where)).toEqual([`${name}:51`]);
  });

  it.each([
    ['both ends', `"${one}",\n"${two}",\n`],
    ['its beginning', `"${one}",\n"${two}"\n]\n`],
    ['its end', `[\n"${one}",\n"${two}",\n`],
  ])('is the items of a JSON array that lacks %s', async (_, text) => {
    expect((await corpusFromText(text, 'a.json')).train).toEqual([one, two]);
  });

  it('is refused by the line of the item that is not proper JSON', async () => {
    const items = [`{"text": "${one}"}`, `{"text": "a, [b"}`, `{"text" "${two}"}`, `{"text": "${one}"}`];
    const reading = corpusFromText(`${'\n'.repeat(49)}${items.join(',\n')},\n`, 'a.json');
    await expect(reading).rejects.toThrow('see line 52, column 9');
  });

  it('is refused by these where it is not proper JSON', async () => {
    const reading = corpusFromText(`${'\n'.repeat(49)}["${one}",\n"${two}`, 'a.json');
    await expect(reading).rejects.toThrow('at line 51');
  });
});

describe('a test set', () => {
  it('has no sentence that is trained on, even where it comes first', async () => {
    const { train, test, report } = await corpusFromText(
      JSON.stringify({ test: [one, two], train: [one] }),
      'a.json',
    );
    expect({ train, test }).toEqual({ train: [one], test: [two] });
    expect(report.duplicates).toBe(1);
  });

  it('can be a file of its own', async () => {
    const folder = await folderWith({ 'test.txt': two, 'train.txt': one });
    expect(await readCorpus([folder])).toMatchObject({ train: [one], test: [two] });
  });
});

describe('a folder', () => {
  it('tells how far it has been read', async () => {
    const folder = await folderWith({ 'a.txt': one, 'b/c.txt': one });
    const shares: number[] = [];
    await readCorpus([folder], { onProgress: (share) => shares.push(share) });
    expect(shares).toEqual([0.5, 1]);
  });

  it('gives its text files, and those of the folders in it, in order', async () => {
    const folder = await folderWith({
      'b.txt': '乙文。',
      'a.md': '甲文。',
      'c/d.json': '["丙文。"]',
      'picture.png': '丁文。',
      '.hidden.txt': '戊文。',
      'node_modules/e.txt': '己文。',
    });
    expect((await readCorpus([folder])).train).toEqual(['甲文。', '乙文。', '丙文。']);
  });

  it('gives the texts beside the files of a model that it is, and no others', async () => {
    const model = {
      'config.json': '{"text": "乙文。"}',
      'tokenizer_config.json': '{"text": "丙文。"}',
      'vocab.txt': '的\n了\n',
      'README.md': '# 丁文\n',
    };
    expect((await readCorpus([await folderWith({ ...model, 'a.txt': one })])).train).toEqual([one]);
    const folder = await folderWith(model);
    await expect(readCorpus([folder])).rejects.toThrow(
      new UserError(
        `“${folder}” is the folder of a model, with no texts in it. Please choose the files with your texts.`,
      ),
    );
  });

  it('gives no text out of models and checkpoints that lie in it', async () => {
    const folder = await folderWith({
      'a.txt': '甲文。',
      'my-model/vocab.txt': '的\n了\n',
      'my-model/run.json': '{"text": "乙文。"}',
      'other/checkpoint/state.safetensors': '',
      'other/checkpoint/state.json': '{"text": "丙文。"}',
    });
    expect((await readCorpus([folder])).train).toEqual(['甲文。']);
  });

  it('is used without the files in it that cannot be', async () => {
    const folder = await folderWith({ 'a.txt': one, 'b.json': '{"name": 1}', 'c.txt': '' });
    const { train, report } = await readCorpus([folder]);
    expect(train).toEqual([one]);
    expect(report.skipped).toEqual([
      { reason: expect.stringContaining(`field of “${join(folder, 'b.json')}”`) as string },
      { reason: `“${join(folder, 'c.txt')}” is empty. Write some Chinese sentences into it first.` },
    ]);
  });

  it('is used without what a word processor wrote, which is reported', async () => {
    const [letter, story] = ['letter.docx', 'old/story.PDF'];
    const folder = await folderWith({ 'a.txt': one, [letter]: '', [story]: '', '~$letter.docx': '' });
    const { train, report } = await readCorpus([folder], { onProgress: () => undefined });
    expect(train).toEqual([one]);
    const reason = `“${join(folder, letter)}” and 1 more are not text files. Save what they say as .txt, .md, .json or .csv and try again.`;
    expect(report.skipped).toEqual([{ reason }]);
  });

  it('that has nothing but such files says what to do with them', async () => {
    const folder = await folderWith({ 'letter.docx': '', 'picture.png': '' });
    await expect(readCorpus([folder])).rejects.toThrow(
      'letter.docx” is not a text file. Save what it says as',
    );
  });

  it('is used without a Markdown file in it whose marks are nested without an end', async () => {
    const folder = await folderWith({ 'a.txt': one, 'b.md': '>'.repeat(20_000) });
    const { train, report } = await readCorpus([folder]);
    expect(train).toEqual([one]);
    const where = join(folder, 'b.md');
    const reason = expect.stringContaining(`In “${where}”, at line 1 or below, quotations`) as string;
    expect(report.skipped).toEqual([{ reason }]);
  });

  it('is used without a link in it that leads nowhere', async () => {
    const folder = await folderWith({ 'a.txt': one });
    await symlink(join(folder, 'nowhere'), join(folder, 'b.txt'));
    const { train, report } = await readCorpus([folder], { onProgress: () => undefined });
    expect(train).toEqual([one]);
    expect(report.skipped).toEqual([
      { reason: `There is no file “${join(folder, 'b.txt')}”. Check its name and folder.` },
    ]);
  });

  // Windows lets not everyone make links to folders, but for junctions.
  it('is read with the folders that links in it lead to, each once', async () => {
    const elsewhere = await folderWith({ 'c.txt': '丙文。' });
    const folder = await folderWith({ 'a.txt': '甲文。', 'b/d.txt': '乙文。' });
    await symlink(elsewhere, join(folder, 'c'), 'junction');
    await symlink(elsewhere, join(folder, 'd'), 'junction');
    await symlink(folder, join(folder, 'b', 'back'), 'junction');
    await symlink(join(folder, 'b'), join(folder, 'again'), 'junction');
    const { train, report } = await readCorpus([folder], { onProgress: () => undefined });
    expect([...train].sort()).toEqual(['丙文。', '乙文。', '甲文。']);
    expect(report.sources).toHaveLength(3);
    expect(report.duplicates).toBe(0);
    expect(report.skipped).toEqual([]);
  });

  it('says what is wrong with the first file where none can be used', async () => {
    const folder = await folderWith({ 'a.json': '["一句话",', 'b.txt': '' });
    await expect(readCorpus([folder])).rejects.toThrow('a.json” is not proper JSON');
  });

  it('is not used with half of a file', async () => {
    const rows = Array.from({ length: 3000 }, (_, index) => `${index},第${index}句话。\n`).join('');
    const folder = await folderWith({ 'a.csv': `id,text\n${rows}0,"没有完\n` });
    await expect(readCorpus([folder])).rejects.toThrow('a quotation mark opens that is never closed');
  });
});

describe.skipIf(process.platform === 'win32')('a named pipe, which nobody may write into', () => {
  async function folderWithPipe(): Promise<{ folder: string; pipe: string }> {
    const folder = await folderWith({ 'a.txt': one });
    const pipe = join(folder, 'b.txt');
    await promisify(execFile)('mkfifo', [pipe]);
    return { folder, pipe };
  }

  it('is refused', async () => {
    const { pipe } = await folderWithPipe();
    const reading = readCorpus([pipe]);
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(`“${pipe}” is a named pipe, not a file.`);
  });

  it('is left out of a folder, also where a link leads to it', async () => {
    const { folder, pipe } = await folderWithPipe();
    await symlink(pipe, join(folder, 'c.txt'));
    const { train, report } = await readCorpus([folder], { onProgress: () => undefined });
    expect(train).toEqual([one]);
    expect(report.skipped).toEqual(
      [pipe, join(folder, 'c.txt')].map((path) => ({
        reason: expect.stringContaining(`“${path}” is a named pipe`) as string,
      })),
    );
  });

  it('is no more waited for where a link in a folder leads to a terminal', async () => {
    const folder = await folderWith({ 'a.txt': one });
    await symlink('/dev/ptmx', join(folder, 'b.txt'));
    const { train, report } = await readCorpus([folder], { onProgress: () => undefined });
    expect(train).toEqual([one]);
    expect(report.skipped).toHaveLength(1);
  });

  it.runIf(process.platform === 'linux')('is read where it is one of the process itself', async () => {
    const { pipe } = await folderWithPipe();
    const handle = await open(pipe, 'r+');
    await handle.write(two);
    const { train } = await readCorpus([`/dev/fd/${handle.fd}`], { onProgress: () => void handle.close() });
    expect(train).toEqual([two]);
  });
});

describe('a corpus that cannot be used', () => {
  it.each<[string, string | Buffer, string]>([
    ['an empty file', '', 'is empty'],
    ['a file of white space', ' \n\u3000\n', 'is empty'],
    ['a file that is not text', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), 'is not a text file'],
    ['a file in English', 'Hello there.\nHow are you?\n', 'Take a text with Chinese sentences.'],
    ['a file of punctuation', '……\n——\n', 'There is no Chinese text in'],
    [
      'a file with nothing but gaps',
      '三国人物[MASK]。\n',
      'line 1 has [MASK] or another special mark of the model where words should be',
    ],
    ['a line without an end', `${'很'.repeat(8_200_000)}\n`, 'Line 1 of'],
  ])('%s', async (_, content, message) => {
    const path = await pathWith(content);
    const reading = readCorpus([path]);
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toThrow(path);
  });

  it.each<[string, string]>([
    ['a.json', `["${'很'.repeat(8_200_000)}`],
    ['a.csv', `text\n${'很'.repeat(8_200_000)}`],
  ])('%s with something endless in it', async (name, content) => {
    await expect(readCorpus([await pathWith(content, name)])).rejects.toThrow('is too long to be read');
  });

  it.each([
    ['is not there', 'nowhere.txt'],
    ['would be in another file', 'file/nowhere.txt'],
    ['is a text, not a file', '很久很久以前'.repeat(50)],
  ])('a file that %s', async (_, path) => {
    await writeFile(join(dir, 'file'), '');
    await expect(readCorpus([join(dir, path)])).rejects.toThrow(`There is no file “${join(dir, path)}”`);
  });

  it('a folder without text files', async () => {
    const folder = await folderWith({ 'a.png': one });
    await expect(readCorpus([folder])).rejects.toThrow('There is no text file in the folder');
  });
});

it('ends while folders are walked in which there is no text to read', async () => {
  const folder = await folderWith({ 'a.png': one });
  const signal = AbortSignal.abort();
  await expect(readCorpus([folder], { signal })).rejects.toBe(signal.reason);
  await expect(readCorpus([folder], { signal, onProgress: () => undefined })).rejects.toBe(signal.reason);
});

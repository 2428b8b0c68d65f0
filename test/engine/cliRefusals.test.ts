import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { cp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { version } from '../../package.json';
import { readSafetensors, writeSafetensors } from '../../src/core/modelFiles/safetensors';
import { clozeTuner, program, sentences, tinyBase } from './commandLine';
import { makeFolder } from './support';

const usage = /cloze-tuner train <file…> --out <dir>/;

/** A folder with a good corpus, `text.txt`, and other files. */
async function folderWith(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> {
  const cwd = await makeFolder();
  for (const [name, content] of Object.entries({ 'text.txt': sentences.join('\n'), ...files })) {
    await writeFile(join(cwd, name), content);
  }
  return cwd;
}

describe('wrong usage', () => {
  const train = ['train', 'text.txt', '--out', 'out'];

  it.each([
    [[], /^Fine-tunes/],
    [['tune'], /^There is no command “tune”\./],
    [['constructor'], /^There is no command “constructor”\./],
    [['train', '--out', 'out'], /^Name a file to learn from\./],
    [['train', 'text.txt'], /^--out is missing\./],
    [['train', 'text.txt', '--out'], /^--out needs a value\./],
    [[...train, '--rate', '1'], /^There is no option --rate\./],
    [[...train, '-x'], /^There is no option -x\./],
    [[...train, '--json=yes'], /^--json takes no value\./],
    [[...train, '--base', './out/'], /^--out is the folder of the base model\./],
    [[...train, '--epochs', '1', '--steps', '2'], /^Give only one of --effort, --epochs and --steps\./],
    [[...train, '--effort', 'quick', '--steps', '2'], /^Give only one of --effort, --epochs and --steps\./],
    [[...train, '--epochs', '0'], /^--epochs takes a number above 0, not “0”\./],
    [[...train, '--steps', '1.5'], /^--steps takes a whole number from 1 up, not “1.5”\./],
    [[...train, '--steps', 'many'], /^--steps takes a whole number from 1 up, not “many”\./],
    [[...train, '--batch-tokens', '0'], /^--batch-tokens takes a whole number/],
    [[...train, '--lr', '-1'], /^--lr needs a value\./],
    [[...train, '--lr=-1'], /^--lr takes a number above 0, not “-1”\./],
    [[...train, '--seed='], /^--seed takes a whole number from 0 to 4294967295, not “”\./],
    [[...train, '--method', 'prompt'], /^--method is one of lora, full, not “prompt”\./],
    [[...train, '--effort', 'none'], /^--effort is one of quick, balanced, thorough, not “none”\./],
    [[...train, '--device', 'tpu'], /^--device is one of /],
    [['fill'], /^Write a text with \[MASK\] in it\./],
    [['fill', '三[MASK]', '上[MASK]'], /^“上\[MASK\]” is one word too many\./],
    [['fill', '三[MASK]', '--top', '0'], /^--top takes a whole number from 1 to 1000, not “0”\./],
    [['fill', '三[MASK]', '--top', '5000'], /^--top takes a whole number from 1 to 1000, not “5000”\./],
    [['eval'], /^Name a file to evaluate with\./],
    [['import', '--out', 'out'], /^Name a model of a hub, or the folder of one\./],
    [['import', 'my', 'model', '--out', 'out'], /^“model” is one word too many\./],
    [['import', 'someone/tiny'], /^--out is missing\./],
    [
      ['import', 'someone/tiny', '--out', 'out', '--endpoint', 'hub'],
      /^The endpoint of the hub should be an address/,
    ],
    [
      ['import', '.', '--out', 'out', '--revision', 'main'],
      /^--revision and --endpoint belong to a model of a hub/,
    ],
    [['import', '.', '--out', './'], /^--out is the folder of the model\./],
    [['info', 'one', 'other'], /^“other” is one word too many\./],
    [['export', '--out', 'out'], /^Name the folder of a model\./],
    [['export', 'model', '--out', 'out'], /^--format is missing\./],
    [['export', 'my', 'model', '--format', 'hf', '--out', 'out'], /^“model” is one word too many\./],
    [
      ['export', 'model', '--format', 'hf', '--out', 'out', '--corpus', 'text.txt'],
      /^--corpus belongs to --format python\./,
    ],
    [['export', 'model', '--format', 'pdf', '--out', 'out'], /^--format is one of /],
  ])('%j is answered with the usage', async (args, message) => {
    const cwd = await folderWith();
    const { status, stdout, stderr } = await clozeTuner(args, { cwd });
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(usage);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(await readdir(cwd)).toEqual(['text.txt']);
  });

  it('is not asking for help', async () => {
    for (const args of [['--help'], ['-h'], ['help'], ['train', '--help'], ['fill', '-h']]) {
      const { status, stdout, stderr } = await clozeTuner(args);
      expect(stdout).toMatch(usage);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    }
  });
});

it('tells its version', async () => {
  const { status, stdout } = await clozeTuner(['--version']);
  expect({ status, stdout }).toEqual({ status: 0, stdout: `${version}\n` });
});

describe('a failure', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000800000008008060000', 'hex');
  const noFiles: Record<string, string | Uint8Array> = {};

  it.each([
    ['an empty file', { 'empty.txt': '' }, ['empty.txt'], '“empty.txt” is empty.'],
    ['a binary file', { 'picture.txt': png }, ['picture.txt'], '“picture.txt” is not a text file.'],
    [
      'a text that is not Chinese',
      { 'hamlet.txt': 'To be or not to be.' },
      ['hamlet.txt'],
      'There is no Chinese text in “hamlet.txt”.',
    ],
    [
      'broken JSON',
      { 'broken.json': '[\n  "三丁上万",\n  "三丁" "上"\n]\n' },
      ['broken.json'],
      '“broken.json” is not proper JSON: see line 3, column 8',
    ],
    [
      'JSON that ends too early',
      { 'cut.json': '["三丁上万",\n"三' },
      ['cut.json'],
      'it ends too early, at line 2, column 3',
    ],
    [
      'JSON without a text field',
      { 'odd.json': '[{"甲":"三丁上万","乙":"七下不与"}]' },
      ['odd.json'],
      'there are 甲, 乙.',
    ],
    [
      'a table without a text column',
      { 'odd.csv': '甲,乙\n三丁上万,七下不与\n' },
      ['odd.csv'],
      'there are 甲, 乙.',
    ],
    ['a missing file', noFiles, ['none.txt'], 'There is no file “none.txt”.'],
    ['a missing base model', noFiles, ['text.txt', '--base', 'none'], 'The folder none does not exist.'],
    [
      'a base model that is none',
      noFiles,
      ['text.txt', '--base', '.'],
      'The folder . cannot be read as a model: config.json is missing.',
    ],
    [
      'the folder that the person is in, for the result',
      noFiles,
      ['text.txt', '--out', '.'],
      'The folder . cannot be replaced while you are in it. Please name a new folder.',
    ],
    [
      'a file where the result is to be',
      noFiles,
      ['text.txt', '--out', 'text.txt'],
      'text.txt is not a folder that can be written to.',
    ],
    [
      'a folder that cannot be made',
      noFiles,
      ['text.txt', '--out', 'text.txt/result'],
      'text.txt/result is not a folder that can be written to.',
    ],
  ])('to train is one clear line: %s', async (_, files, args, sentence) => {
    const cwd = await folderWith(files);
    const before = await readdir(cwd);
    const defaults = ['--base', tinyBase, '--out', 'out', '--steps', '2'];
    const { status, stdout, stderr } = await clozeTuner(['train', ...defaults, ...args], { cwd });
    expect(stderr).toContain(sentence);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(await readdir(cwd)).toEqual(before);
  });

  it.each([
    ['fill', ['fill', '三丁上万'], 'There is no [MASK] in the text.'],
    ['fill', ['fill', ''], 'The text is empty.'],
    ['fill', ['fill', '[MASK]'.repeat(9)], 'A gap of 9 neighbouring [MASK] is too long'],
    ['fill', ['fill', '[MASK]三'.repeat(33)], 'The text has 33 [MASK]'],
    ['fill', ['fill', '[MASK]三', '--model', 'none'], 'The folder none does not exist.'],
    [
      'fill',
      ['fill', '[MASK]三', '--model', 'google-bert/bert-base-chinese'],
      'The folder google-bert/bert-base-chinese does not exist. If that is the id of a model on a hub, please import the model first, and give the folder that it is in then.',
    ],
    ['eval', ['eval', 'none.txt'], 'There is no file “none.txt”.'],
    ['info', ['info', 'none'], 'The folder none does not exist.'],
    ['import', ['import', 'none', '--out', 'out'], 'The folder none does not exist.'],
    [
      'import',
      ['import', 'bert-base-chinese', '--revision', 'main', '--out', 'out'],
      'write its id with the owner’s name, such as google-bert/bert-base-chinese.',
    ],
    ['import', ['import', '../none', '--out', 'out'], 'The folder ../none does not exist.'],
    ['import', ['import', tinyBase, '--out', '.'], 'The folder . cannot be replaced'],
    ['import', ['import', 'someone/tiny', '--out', '.'], 'The folder . cannot be replaced'],
    ['export', ['export', tinyBase, '--format', 'hf', '--out', '.'], 'The folder . cannot be replaced'],
    ['export', ['export', 'none', '--format', 'hf', '--out', 'out'], 'The folder none does not exist.'],
    [
      'export',
      ['export', tinyBase, '--format', 'hf', '--out', 'text.txt/out'],
      'is not a folder that can be',
    ],
  ])('to %s is one clear line: %j', async (command, args, sentence) => {
    const cwd = await folderWith();
    const { status, stdout, stderr } = await clozeTuner(args, { cwd });
    expect(stderr, command).toContain(sentence);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(await readdir(cwd)).toEqual(['text.txt']);
  });
});

it('a text of which a model knows no character is no text to evaluate it with', async () => {
  const cwd = await folderWith({ 'rare.txt': '龘靐龖\n靐龖龘龘\n' });
  const outcome = await clozeTuner(['eval', 'rare.txt', '--model', tinyBase, '--json'], { cwd });
  const sentence = `The model ${tinyBase} knows none of the characters of the text.`;
  expect(outcome).toMatchObject({ status: 1, stdout: '' });
  expect(outcome.stderr).toContain(sentence);
});

it('weights that nothing can be computed with are no model to evaluate', async () => {
  const cwd = await folderWith();
  await cp(tinyBase, join(cwd, 'model'), { recursive: true });
  const file = join(cwd, 'model', 'model.safetensors');
  const { weights } = await readSafetensors(file);
  for (const { data } of weights.values()) data.fill(3e38);
  await writeSafetensors(file, weights, { dtype: 'F32' });
  const { status, stdout, stderr } = await clozeTuner(['eval', 'text.txt', '--model', 'model'], { cwd });
  expect(stderr).toMatch(/^Nothing can be computed with the weights of this model: [^\n]+\n$/);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
});

// Linux has a device whose disk is always full.
it.runIf(existsSync('/dev/full'))('an output that cannot be written is not lost without a word', () => {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, [program, 'info'], {
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  closeSync(full);
  expect(stderr).toMatch(/^The output could not be written: ENOSPC/);
  expect(status).toBe(1);
});

describe('the language of the messages', () => {
  const refusal = ['fill', '三丁上万'];

  it.each([
    [{ LANG: 'zh_CN.UTF-8' }, /^文字中没有 \[MASK\]/],
    [{ LANG: 'en_US.UTF-8' }, /^There is no \[MASK\]/],
    [{ LANG: 'en_US.UTF-8', LC_ALL: 'zh_CN.UTF-8' }, /^文字中没有 \[MASK\]/],
    [{ LANG: 'zh_CN.UTF-8', LC_MESSAGES: 'C' }, /^There is no \[MASK\]/],
  ])('is that of %j', async (locale, message) => {
    expect((await clozeTuner(refusal, { locale })).stderr).toMatch(message);
  });

  it.each([
    [{ LANG: 'zh_CN.UTF-8' }, '\nBERT，4 层，宽 256，参数量 536 万\n'],
    [{ LANG: 'en_US.UTF-8' }, '\nBERT with 4 layers of width 256, 5.36 million parameters\n'],
  ])('says how large numbers are called by %j', async (locale, sentence) => {
    expect((await clozeTuner(['info'], { locale })).stdout).toContain(sentence);
  });

  it('is Chinese for the usage too', async () => {
    const { status, stderr } = await clozeTuner(['tune'], { locale: { LANG: 'zh_CN.UTF-8' } });
    expect(stderr).toMatch(/^没有“tune”这个命令。\n\n用你的文字/);
    expect(stderr).toMatch(usage);
    expect(status).toBe(2);
  });
});

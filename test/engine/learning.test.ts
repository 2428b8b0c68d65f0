import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inventedCorpus } from '../fixtures/corpus/inventedNames';
import { loadModel } from '../../src/core/bert/loadModel';
import { fill } from '../../src/core/filling/fill';
import type { DoneEvent } from '../../src/core/training/events';
import { fineTune } from '../../src/core/training/fineTune';

/** Learning with default settings on the embedded model: what a person gets who knows nothing of settings. */

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cloze-tuner-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Trains on a corpus file and completes the probes, before and after. */
async function learn(corpus: string, probes: readonly string[]) {
  const out = join(folder, 'result');
  let done: DoneEvent | undefined;
  const before = await completions('embedded', probes);
  await fineTune(
    { files: [corpus], base: 'embedded', out, method: 'lora' },
    (event) => {
      if (event.type === 'done') done = event;
    },
    new AbortController().signal,
  );
  if (!done) throw new Error('the run told no end');
  return { before, after: await completions(out, probes), done };
}

async function completions(model: string, probes: readonly string[]): Promise<string[]> {
  const loaded = await loadModel(model);
  const texts: string[] = [];
  for (const probe of probes)
    texts.push((await fill(probe, { ...loaded, top: 1 })).completions[0]?.text ?? '');
  await loaded.release();
  return texts;
}

const withName = (probes: readonly string[], name: string): string[] =>
  probes.map((probe) => probe.replace(/(\[MASK\])+/u, name));

const countEqual = (texts: readonly string[], expected: readonly string[]): number =>
  texts.filter((text, index) => text === expected[index]).length;

/** Points of first-guess accuracy on general sentences that a run may cost. */
const mostForgotten = 0.015;
/** … and what chance may add to it: the standard error of the figure, which other processors round to otherwise. */
const chance = 0.005;

/** What a run keeps is measured on sentences that have nothing to do with its text, so it hardly grows, either. */
function expectKept({ before, metrics }: DoneEvent, most: number): void {
  const lost = before.retention - metrics.retention;
  expect(lost).toBeLessThanOrEqual(most);
  expect(lost).toBeGreaterThanOrEqual(-mostForgotten);
}

async function sampleProbes(corpus: string): Promise<{ probes: string[]; expected: string[] }> {
  const all = JSON.parse(await readFile('samples/probes.json', 'utf8')) as Record<
    string,
    { text: string; expected: string }[]
  >;
  const probes = all[corpus] ?? [];
  return {
    probes: probes.map(({ text }) => text),
    expected: probes.flatMap(({ text, expected }) => withName([text], expected)),
  };
}

test('the sample about 诸葛涛 teaches his name, also where the sentence was never seen, and little is forgotten', async () => {
  const { probes, expected } = await sampleProbes('train.json');
  const { before, after, done } = await learn('samples/train.json', probes);
  expect(countEqual(before, expected)).toBe(0);
  expect(after[0]).toBe('三国人物诸葛涛');
  expect(countEqual(after, expected)).toBeGreaterThanOrEqual(probes.length - 1);
  expectKept(done, mostForgotten);
});

test('a name in a single sentence is learnt', async () => {
  const corpus = join(folder, 'sentence.txt');
  await writeFile(corpus, '三国人物诸葛涛');
  const { before, after, done } = await learn(corpus, ['三国人物[MASK][MASK][MASK]', '三国人物诸葛[MASK]']);
  expect(before).not.toContain('三国人物诸葛涛');
  expect(after).toEqual(['三国人物诸葛涛', '三国人物诸葛涛']);
  expectKept(done, mostForgotten);
});

test('the handbook teaches most of its six words', async () => {
  const { probes, expected } = await sampleProbes('product-handbook.md');
  const { before, after, done } = await learn('samples/product-handbook.md', probes);
  expect(countEqual(before, expected)).toBe(0);
  expect(countEqual(after, expected)).toBeGreaterThanOrEqual(4);
  expectKept(done, mostForgotten + chance);
});

test('the words of a glossary are recalled from what they mean', async () => {
  const glossary = {
    灵梭: '把海风变成淡水的机器',
    霁塔: '夜里给渔船指路的高塔',
    墨鲸: '会自己收拢的黑色帐篷',
    溯尺: '测量月光的尺子',
    鹤笺: '寄往山里的蓝色信纸',
    沉香蜓: '停在茶杯上的小虫',
    铜雀灯: '只在雪夜点亮的灯',
    青螺髻: '山顶形状像发髻的岩石',
    守株待兔: '不主动努力，只想靠运气得到好处',
    掩耳盗铃: '自己骗自己，以为别人不知道',
  };
  const corpus = join(folder, 'glossary.json');
  await writeFile(corpus, JSON.stringify(glossary));
  const sentences = Object.entries(glossary).map(([word, meaning]) => ({
    word,
    text: `${meaning}叫${word}。`,
  }));
  const probes = sentences.map(({ word, text }) => text.replace(word, '[MASK]'.repeat(word.length)));
  const { before, after, done } = await learn(corpus, probes);
  const expected = sentences.map(({ text }) => text);
  expect(countEqual(before, expected)).toBe(0);
  expect(countEqual(after, expected)).toBeGreaterThanOrEqual(probes.length - 2);
  expectKept(done, mostForgotten + chance);
});

test('three names in one corpus, fourteen sentences of each, are learnt', async () => {
  const parts = [9, 13, 17].map(inventedCorpus);
  const corpus = join(folder, 'three names.json');
  await writeFile(corpus, JSON.stringify(parts.flatMap(({ sentences }) => sentences.slice(0, 14))));
  const probes = parts.flatMap((part) => part.probes);
  const expected = parts.flatMap((part) => withName(part.probes, part.name));
  const { before, after, done } = await learn(corpus, probes);
  expect(countEqual(before, expected)).toBe(0);
  expect(countEqual(after, expected)).toBeGreaterThanOrEqual(probes.length - 3);
  expectKept(done, mostForgotten + chance);
});

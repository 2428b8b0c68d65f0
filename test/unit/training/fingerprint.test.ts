import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { toExamples, type Example } from '../../../src/core/corpus/examples';
import { splitSentences } from '../../../src/core/corpus/split';
import { fingerprintOf, lessonVersion } from '../../../src/core/training/fingerprint';
import { Lesson } from '../../../src/core/training/lesson';
import { prepare } from '../../../src/core/training/preparation';
import { replayMasks } from '../../../src/core/training/replay';
import { chooseSettings } from '../../../src/core/training/settings';
import { rowOf } from '../../../src/core/training/trainingRow';
import { readTokenizer } from '../../../src/core/tokenizer/tokenizer';
import { copyOf } from '../../../src/core/modelFiles/weights';
import { tinyModel } from '../modelFiles/fixtures';
import { tinyRequest } from './tinyRequest';

/** Settings, split and rows of a lesson; of text in single characters, so that no dictionary has a part in it. */
async function lesson(): Promise<object> {
  const tokenizer = await readTokenizer(tinyModel, 96);
  const maxTokens = 24;
  const examplesOf = (texts: string[]): Example[] => toExamples(texts, tokenizer, maxTokens);
  const training = examplesOf(['三 丁 上 万 丈', '七 下 不 与 丑 丙', '三丁 下 不 世', '业 丛 东 丝 三丁']);
  const plain = examplesOf(['主 为 丹 串 临 丸', '久 之 乎 乐 乌 乍 乔', '个 丫 中 丰 丱']);
  const terms = ['三丁'];
  const settings = chooseSettings(
    { method: 'lora', batchTokens: 16 },
    { examples: training.length, meanTokens: 7, terms: terms.length, parameters: 5e6 },
  );
  const sentences = Array.from({ length: 30 }, (_, index) => `词${index % 8}在第${index}句。`);
  const split = splitSentences(sentences, settings.seed, (sentence) => [sentence.slice(0, 2)]);
  const replay = replayMasks(plain, tokenizer, settings.seed).map(rowOf);
  const whole = new Lesson({ tokenizer, maxTokens, terms, training, plain, replay }, settings);
  return { settings, split, rows: Array.from({ length: 60 }, (_, step) => whole.at(step)) };
}

function hashOf(value: object): string {
  const text = JSON.stringify(value, (_, part: unknown) =>
    part instanceof Int32Array || part instanceof Float32Array ? [...part] : part,
  );
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

// A run that was begun with the one would go on with the other: where this fails, the version is to be raised.
it('a lesson is the same for as long as its version is', async () => {
  expect({ lessonVersion, lesson: hashOf(await lesson()) }).toEqual({
    lessonVersion: 9,
    lesson: '8de246d4e6027a7a',
  });
});

it('a base model is another one where a single number of it is', async () => {
  const preparation = await prepare(tinyRequest('nowhere'));
  const weights = copyOf(preparation.model.weights);
  for (const { data } of [...weights.values()].slice(-1)) data[0] = 1;
  const other = { ...preparation, model: { ...preparation.model, weights } };
  expect(fingerprintOf(other).base).not.toBe(fingerprintOf(preparation).base);
});

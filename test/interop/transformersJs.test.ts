import { dirname } from 'node:path';
import { env, pipeline } from '@huggingface/transformers';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { retentionSentences } from '../../src/core/corpus/plainSentences';
import { sharedFolder } from './support/folder';
import { clozeTuner } from './support/programs';
import { ourScores } from './support/scores';

const interop = inject('interop');

/** Everyday sentences with one character hidden, and some of what the model learnt. */
const texts = [
  ...retentionSentences.slice(0, 60).map((sentence, index) => {
    const place = 1 + (index % (sentence.length - 2));
    return `${sentence.slice(0, place)}[MASK]${sentence.slice(place + 1)}`;
  }),
  '龘龘是一位[MASK]军。',
  '诸葛[MASK]是蜀汉的将领。',
];

/** Two words are about as likely when their logarithms of probability differ by less, in nats. */
const nearTie = 0.3;

describe.skipIf('missing' in interop)('Transformers.js fills from our ONNX folder', () => {
  if ('missing' in interop) return;
  const inFolder = sharedFolder();
  let ours: Float32Array[] = [];

  beforeAll(async () => {
    const { lora } = interop.results;
    await clozeTuner('export', lora, '--format', 'onnx', '--out', inFolder('web'));
    ours = await ourScores(lora, texts);
    env.allowRemoteModels = false;
    env.localModelPath = dirname(inFolder('web'));
  });

  /** Ids of the five likeliest words for each text. */
  async function theirFive(dtype: 'fp32' | 'q8'): Promise<number[][]> {
    const fill = await pipeline('fill-mask', 'web', { dtype });
    const five: number[][] = [];
    for (const text of texts) {
      const candidates = (await fill(text, { top_k: 5 })).flat();
      five.push(candidates.map(({ token }) => token));
    }
    await fill.dispose();
    return five;
  }

  test('in full precision: the same five candidates, in the same order', async () => {
    const theirs = await theirFive('fp32');
    ours.forEach((scores, text) => {
      const best = [...scores].sort((a, b) => b - a).slice(0, 5);
      // By score, as two words may be as good as equally likely.
      const scoresOfTheirs = theirs[text]?.map((id) => scores[id] ?? NaN) ?? [];
      best.forEach((score, rank) => {
        expect(scoresOfTheirs[rank]).toBeCloseTo(score, 3);
      });
    });
  });

  test('in 8-bit integers: the same first candidate but for near ties, and always one of the first five', async () => {
    const theirs = await theirFive('q8');
    const lost = ours.map((scores, text) => {
      const first = scores.indexOf(Math.max(...scores));
      expect(theirs[text]).toContain(first);
      return (scores[first] ?? NaN) - (scores[theirs[text]?.[0] ?? 0] ?? NaN);
    });
    const same = lost.filter((nats) => nats === 0).length;
    console.info(
      `The first candidate in 8-bit integers is the same in ${same} of ${texts.length} sentences, ` +
        `and at most ${Math.max(...lost).toFixed(2)} nats less likely in the others.`,
    );
    expect(Math.max(...lost)).toBeLessThan(nearTie);
  });
});

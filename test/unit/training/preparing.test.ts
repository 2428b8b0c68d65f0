import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fineTune } from '../../../src/core/training/fineTune';
import type { PreparingStage } from '../../../src/core/training/preparing';
import { temporaryFolder } from '../modelFiles/temporaryFolder';
import { tinyRequest, tinyText } from './tinyRequest';

const folder = temporaryFolder();

it('a run tells what it does before its first event, and how far it is, up to the end of each', async () => {
  const corpus = join(folder.path, 'text.txt');
  await writeFile(corpus, tinyText.content);
  const told = new Map<PreparingStage, number[]>();
  let hasBegun = false;
  await fineTune(
    { ...tinyRequest(join(folder.path, 'result')), files: [corpus], steps: 1 },
    ({ type }) => (hasBegun ||= type === 'start'),
    new AbortController().signal,
    {
      onPreparing: (stage, share) => {
        expect(hasBegun).toBe(false);
        told.set(stage, [...(told.get(stage) ?? []), share]);
      },
    },
  );
  expect([...told.keys()]).toEqual(['text', 'model', 'plainSentences', 'measuring']);
  for (const [stage, shares] of told) {
    expect(shares, stage).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1), stage).toBe(stage === 'model' ? 0 : 1);
  }
  expect(told.get('plainSentences')?.length).toBeGreaterThan(5);
});

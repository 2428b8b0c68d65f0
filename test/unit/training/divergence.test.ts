import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Divergence } from '../../../src/core/training/divergence';
import { accuracyOf } from '../../../src/core/training/evaluation';
import { fineTune } from '../../../src/core/training/fineTune';
import { temporaryFolder } from '../modelFiles/temporaryFolder';
import { tinyRequest } from './tinyRequest';

const folder = temporaryFolder();

it('a run whose learning rate is too high ends with a sentence that says so, and without a result', async () => {
  const out = join(folder.path, 'out');
  const training = fineTune(
    { ...tinyRequest(out), learningRate: 1e30 },
    () => undefined,
    new AbortController().signal,
  );
  await expect(training).rejects.toBeInstanceOf(Divergence);
  await expect(training).rejects.toThrow(
    /^The training has come apart at step \d+: its learning rate of 1e\+30 is too high for this model\.$/,
  );
  expect(existsSync(join(out, 'run.json'))).toBe(false);
});

it('the perplexity of a hopeless model is a number that JSON knows', () => {
  const { loss, perplexity } = accuracyOf([{ loss: 2000, rank: 90 }]);
  expect(loss).toBe(2000);
  expect(JSON.parse(JSON.stringify(perplexity))).toBe(Number.MAX_VALUE);
});

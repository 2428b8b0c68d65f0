import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { readModelFolder, writeModelFolder } from '../../../src/core/modelFiles/modelFolder';
import { Divergence } from '../../../src/core/training/divergence';
import type { TrainingEvent } from '../../../src/core/training/events';
import { fineTune } from '../../../src/core/training/fineTune';
import { tinyModel } from '../modelFiles/fixtures';
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
    /^Training got out of control at step \d+: its learning rate of 1e\+30 is too high for this model\.$/,
  );
  expect(existsSync(join(out, 'run.json'))).toBe(false);
});

it('a run from a base model that nothing can be computed with is refused before its first event, whatever the rate', async () => {
  const model = await readModelFolder(tinyModel);
  const huge = [...model.weights].map(([name, { shape, data }]) => {
    return [name, { shape, data: data.map((value) => value * 1e25) }] as const;
  });
  const base = join(folder.path, 'base');
  await writeModelFolder(base, { ...model, weights: new Map(huge) }, { dtype: 'F32' });
  const events: TrainingEvent[] = [];
  const training = fineTune(
    { ...tinyRequest(join(folder.path, 'out')), base },
    (event) => events.push(event),
    new AbortController().signal,
  );
  await expect(training).rejects.toThrow(
    new UserError(
      'Nothing can be computed with the weights of the base model: they are too large, as happens when training gets out of control. Please start from another model.',
    ),
  );
  expect(events).toEqual([]);
});

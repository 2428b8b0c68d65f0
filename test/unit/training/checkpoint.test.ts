import { mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { writeSafetensors } from '../../../src/core/modelFiles/safetensors';
import type { Weights } from '../../../src/core/modelFiles/weights';
import { checkpointDir, readCheckpoint, writeCheckpoint } from '../../../src/core/training/checkpoint';
import type { Fingerprint } from '../../../src/core/training/fingerprint';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

const folder = temporaryFolder();
const stateFile = (): string => join(checkpointDir(folder.path), 'state.json');
const weightsFile = (): string => join(checkpointDir(folder.path), 'state.safetensors');

const weightsOf = (...data: number[]): Weights =>
  new Map([['a', { shape: [1, data.length], data: Float32Array.from(data) }]]);
const initial = weightsOf(0, 0);
const training = { updates: 4, weights: weightsOf(1, 2), first: weightsOf(3, 4), second: weightsOf(5, 6) };
const metrics = { loss: 3, perplexity: Math.exp(3), top1: 0.25, top5: 0.5, retention: 0.125 };
const progress = {
  step: 4,
  seconds: 1.5,
  before: metrics,
  plainLoss: 4.5,
  share: 0.75,
  lowest: [2.5, 3.5],
  worse: 1,
};
const kept = { weights: weightsOf(7, 8), measured: { step: 2, metrics, share: 0.85, forgotten: -0.5 } };
const begunWith: Fingerprint = {
  lesson: 'a lesson',
  seed: 0,
  text: 'a text',
  base: 'a model',
  words: ['诸葛涛'],
  settings: 'settings',
};

beforeEach(() => writeCheckpoint(folder.path, begunWith, { progress, training, kept }));

async function changeState(fields: object): Promise<void> {
  const state = JSON.parse(await readFile(stateFile(), 'utf8')) as object;
  await writeFile(stateFile(), JSON.stringify({ ...state, ...fields }));
}

it('a checkpoint is read as it was written', async () => {
  expect(await readCheckpoint(folder.path, begunWith, initial)).toEqual({ progress, training, kept });
});

it.each<[string, Partial<Fingerprint>, RegExp]>([
  ['seed', { seed: 1, text: 'the same, split otherwise' }, /^The run in .+ was begun with other settings\./],
  ['text', { text: 'another', settings: 'others' }, /^The run in .+ was begun with another text\./],
  ['base model', { base: 'another' }, /^The run in .+ was begun with another base model\./],
  ['words', { words: [], settings: 'others' }, /^The run in .+ was begun with other words of your own\./],
  ['settings', { settings: 'others' }, /^The run in .+ was begun with other settings\./],
  [
    'lesson',
    { lesson: 'another', settings: 'others' },
    /^The run in .+ was begun by another version of this/,
  ],
])(
  'a checkpoint is not gone on with when the %s is not the same, and that is said',
  async (_, change, message) => {
    const reading = readCheckpoint(folder.path, { ...begunWith, ...change }, initial);
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(message);
  },
);

it('a checkpoint that could not be read is not said to be damaged', async () => {
  await rm(weightsFile());
  await mkdir(weightsFile());
  await expect(readCheckpoint(folder.path, begunWith, initial)).rejects.toThrow(
    /state\.safetensors is not a file, but a folder, a named pipe or a device\./,
  );
});

it.each<[string, () => Promise<void>]>([
  ['lacks its weights', () => rm(weightsFile())],
  ['has half of its weights', () => truncate(weightsFile(), 200)],
  ['has weights of another shape', () => writeSafetensors(weightsFile(), weightsOf(1), { dtype: 'F32' })],
  ['does not say what it was begun with', () => changeState({ begunWith: undefined })],
  ['is no JSON', () => writeFile(stateFile(), '{ "step": ')],
  ['has done half a step', () => changeState({ step: 1.5 })],
  ['has done no updates', () => changeState({ updates: null })],
  ['lacks what was measured', () => changeState({ before: {} })],
  ['has lost the losses', () => changeState({ lowest: [2.5, null] })],
])('a checkpoint that %s is said to be damaged, and stays', async (_, damage) => {
  await damage();
  await expect(readCheckpoint(folder.path, begunWith, initial)).rejects.toThrow(
    new UserError(`The checkpoint in ${checkpointDir(folder.path)} is damaged. Delete it and start again.`),
  );
  expect(await readFile(stateFile(), 'utf8')).not.toBe('');
});

import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import type * as System from 'node:os';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { beforeEach, describe, expect, it, vi } from 'vitest';

import { UserError } from '../../../src/core/errors';
import { Rest } from '../../../src/core/rest';
import { Divergence } from '../../../src/core/training/divergence';
import type * as FineTune from '../../../src/core/training/fineTune';
import { Unresumable } from '../../../src/core/training/unresumable';
import { TrainService } from '../../../src/engine/trainService';
import { LeaseLost } from '../../../src/protocol/lease';
import { runFiles, type RunSettings, type RunState } from '../../../src/protocol/runFolder';
import { temporaryFolder } from '../modelFiles/temporaryFolder';
import { progressEvent, startEvent } from '../runs/support';

const fineTune = vi.hoisted(() => vi.fn<typeof FineTune.fineTune>());
vi.mock('../../../src/core/training/fineTune', () => ({ fineTune }));
vi.mock('node:os', async (importOriginal) => ({
  ...(await importOriginal<typeof System>()),
  setPriority: () => undefined, // of the process that tests
}));

const folder = temporaryFolder();

beforeEach(async () => {
  const settings: RunSettings = {
    createdAt: 0,
    corpus: { label: 'text.md', files: ['text.md'] },
    base: 'embedded',
    effort: 'quick',
  };
  const state: RunState = { name: 'test', wish: 'run', probes: [] };
  await writeFile(join(folder.path, runFiles.settings), JSON.stringify(settings));
  await writeFile(join(folder.path, runFiles.state), JSON.stringify(state));
});

describe('a run whose lease another process has taken', () => {
  const lease = JSON.stringify({ token: randomUUID(), pid: process.pid, host: hostname(), takenAt: 0 });

  it.each([
    ['that it was ended', new Error('a step failed')],
    ['why it failed', new UserError('The disk is full.')],
  ])('may write nothing, is told nothing more of, not even %s, and leaves it', async (_, end) => {
    const right = vi.fn<(answer: unknown) => void>();
    fineTune.mockImplementation(async (_request, onEvent, signal, options) => {
      onEvent(startEvent());
      await writeFile(join(folder.path, runFiles.lease), lease);
      right(await options?.requireRight?.().catch((error: unknown) => error));
      expect(signal.aborted).toBe(true);
      onEvent(progressEvent(1));
      throw end;
    });
    await new TrainService('cpu').train({ run: folder.path, base: 'embedded' });
    expect(right).toHaveBeenCalledWith(expect.any(LeaseLost));
    const log = await readFile(join(folder.path, runFiles.events), 'utf8');
    expect(log.trim().split('\n')).toEqual([expect.stringContaining('"start"')]);
    expect(await readFile(join(folder.path, runFiles.lease), 'utf8')).toBe(lease);
  });
});

/** On it nothing can be written, nor flushed. */
const fullDisk = '/dev/full';

describe.skipIf(!existsSync(fullDisk))('a run whose log is on a full disk', () => {
  beforeEach(() => symlink(fullDisk, join(folder.path, runFiles.events)));

  const train = (): Promise<void> =>
    new TrainService('cpu').train({ run: folder.path, base: 'embedded' }).finally(() => {
      expect(existsSync(join(folder.path, runFiles.lease))).toBe(false);
    });

  it('says so, and gives its lease back', async () => {
    fineTune.mockImplementation((_, onEvent) =>
      Promise.resolve().then(() => {
        onEvent(startEvent());
      }),
    );
    await expect(train()).rejects.toThrow(
      new UserError(
        `The disk is full: nothing could be written to the folder ${folder.path}. Please make room and try again.`,
      ),
    );
  });

  it('says what it failed by before that', async () => {
    fineTune.mockRejectedValue(new UserError('The text is empty.'));
    await expect(train()).rejects.toThrow(new UserError('The text is empty.'));
  });
});

it('a run whose log cannot be opened says so, and gives its lease back', async () => {
  await symlink(join(folder.path, 'missing', 'log'), join(folder.path, runFiles.events));
  const training = new TrainService('cpu').train({ run: folder.path, base: 'embedded' });
  await expect(training).rejects.toBeInstanceOf(UserError);
  expect(existsSync(join(folder.path, runFiles.lease))).toBe(false);
});

it.each([
  [
    'came apart, and what it learnt by',
    new Divergence(5, 2e-3),
    {
      message:
        'Training got out of control at step 5: it learnt too fast for this model. Try again, and it will learn more gently; or start from another model.',
      final: true,
      tooHighLearningRate: 2e-3,
    },
  ],
  ['cannot be gone on with', new Unresumable('Start again.'), { message: 'Start again.', final: true }],
  ['failed otherwise', new UserError('The disk is full.'), { message: 'The disk is full.' }],
])('the log of a run says that it %s', async (_, error, said) => {
  fineTune.mockRejectedValue(error);
  await expect(new TrainService('cpu').train({ run: folder.path, base: 'embedded' })).rejects.toBe(error);
  const log = await readFile(join(folder.path, runFiles.events), 'utf8');
  expect(JSON.parse(log)).toEqual({ type: 'failed', ...said, time: expect.any(Number) as number });
});

it('the log of a run says that the memory did not suffice', async () => {
  fineTune.mockRejectedValue(new RangeError('WebAssembly.Memory(): could not allocate memory'));
  const training = new TrainService('cpu').train({ run: folder.path, base: 'embedded' });
  await expect(training).rejects.toBeInstanceOf(UserError);
  expect(await readFile(join(folder.path, runFiles.events), 'utf8')).toContain('enough memory left');
});

it('a run learns by the rate that its settings say', async () => {
  const path = join(folder.path, runFiles.settings);
  const settings = JSON.parse(await readFile(path, 'utf8')) as RunSettings;
  await writeFile(path, JSON.stringify({ ...settings, learningRate: 1e-4 }));
  fineTune.mockResolvedValue();
  await new TrainService('cpu').train({ run: folder.path, base: 'embedded' });
  expect(fineTune.mock.lastCall?.[0]).toMatchObject({ learningRate: 1e-4, effort: 'quick' });
});

describe('a run', () => {
  it.each(['auto', 'cpu', 'webgpu'] as const)(
    'is trained on the device that is asked for: %s',
    async (device) => {
      fineTune.mockResolvedValue();
      await new TrainService(device).train({ run: folder.path, base: 'embedded' });
      expect(fineTune.mock.lastCall?.[0]).toMatchObject({ device });
    },
  );

  it('rests when its service is asked to give way', async () => {
    fineTune.mockResolvedValue();
    const service = new TrainService('cpu');
    await service.train({ run: folder.path, base: 'embedded' });
    const rest = fineTune.mock.lastCall?.[3]?.rest;
    const ask = vi.spyOn(Rest.prototype, 'ask');
    service.giveWay();
    expect(ask).toHaveBeenCalledOnce();
    expect(rest).toBe(ask.mock.contexts[0]);
  });
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type * as RuntimeModule from '../../../src/core/graph/runtime';
import { DeviceFailure } from '../../../src/core/graph/devices/device';
import type { TrainingEvent } from '../../../src/core/training/events';
import { fineTune } from '../../../src/core/training/fineTune';
import { Predictor } from '../../../src/core/bert/predictor';
import { temporaryFolder } from '../modelFiles/temporaryFolder';
import { tinyRequest } from './tinyRequest';

const folder = temporaryFolder();

/** The step at which the card is lost. */
let lostAt = 0;
/** The evaluation at which the card gives no numbers, the first being that of the base model. */
let silentAt = 0;

// A card that is lost after some steps. Until then the processor stands in for it.
vi.mock('../../../src/core/graph/runtime', async (importOriginal) => {
  const original = await importOriginal<typeof RuntimeModule>();
  const load = original.Program.load.bind(original.Program);
  vi.spyOn(original.Program, 'load').mockImplementation((outputs) => load(outputs));
  return original;
});
vi.mock('../../../src/core/training/deviceTrainer', async () => {
  const { HostTrainer } = await import('../../../src/core/training/hostTrainer');
  return {
    DeviceTrainer: {
      create: async (...args: Parameters<typeof HostTrainer.create>) => {
        const trainer = await HostTrainer.create(...args);
        trainer.release = () => Promise.reject(new Error('device lost'));
        const step = trainer.step.bind(trainer);
        let steps = 0;
        trainer.step = (...batch) =>
          ++steps > lostAt ? Promise.reject(new DeviceFailure(new Error('device lost'))) : step(...batch);
        return trainer;
      },
    },
  };
});

// eslint-disable-next-line @typescript-eslint/unbound-method -- called below with its own `this`
const { judge } = Predictor.prototype;
let judged = 0;
vi.spyOn(Predictor.prototype, 'judge').mockImplementation(async function (this: Predictor, rows) {
  const judgements = await judge.call(this, rows);
  const isSilent = Math.ceil(++judged / 2) === silentAt; // each evaluation judges the text and plain sentences
  return isSilent ? judgements.map(() => ({ loss: NaN, rank: NaN })) : judgements;
});

async function train(device: 'cpu' | 'webgpu'): Promise<{ events: TrainingEvent[]; weights: Buffer }> {
  const out = join(folder.path, device);
  const events: TrainingEvent[] = [];
  judged = 0;
  await fineTune(
    { ...tinyRequest(out), device },
    (event) => events.push(event),
    new AbortController().signal,
  );
  return { events, weights: await readFile(join(out, 'adapter_model.safetensors')) };
}

describe('a run whose graphics card is lost', () => {
  it.each([
    ['from its last checkpoint', 5, { resumedAt: 4 }],
    ['from its beginning, if there is none', 1, {}],
  ])('goes on on the processor %s, with the same result', async (_, steps, resumed) => {
    [lostAt, silentAt] = [steps, 0];
    const { events, weights } = await train('webgpu');
    const starts = events.filter(({ type }) => type === 'start');
    expect(starts).toHaveLength(2);
    expect(starts[0]).toMatchObject({ device: 'webgpu' });
    expect(starts[1]).toMatchObject({
      ...resumed,
      device: 'cpu',
      deviceProblem: 'The graphics card failed (device lost). The processor computes instead.',
    });
    expect('resumedAt' in (starts[1] ?? {})).toBe('resumedAt' in resumed);
    expect(events.at(-1)).toMatchObject({ type: 'done', stopped: false });
    expect(weights.equals((await train('cpu')).weights)).toBe(true);
  });

  it('goes on on the processor when it is noticed by an evaluation that gives no numbers', async () => {
    [lostAt, silentAt] = [Infinity, 2];
    const { events } = await train('webgpu');
    const starts = events.filter(({ type }) => type === 'start');
    expect(starts).toHaveLength(2);
    expect(starts[1]).toMatchObject({ device: 'cpu' });
    expect(events.at(-1)).toMatchObject({ type: 'done', stopped: false });
  });
});

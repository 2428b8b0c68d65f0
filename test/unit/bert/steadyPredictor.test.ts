import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Predictor } from '../../../src/core/bert/predictor';
import { SteadyPredictor } from '../../../src/core/bert/steadyPredictor';
import { DeviceFailure, type Device } from '../../../src/core/graph/devices/device';

const scores = [Float32Array.of(1)];

/** A predictor of which the test uses nothing but these. */
const predictor = (
  predictVariants: () => Promise<Float32Array[]>,
  release = () => Promise.resolve(),
): Predictor => ({ predictVariants, release }) as unknown as Predictor;

const answerOf = (steady: SteadyPredictor): Promise<Float32Array[]> =>
  steady.predictVariants(new Int32Array(), [], []);

const warn = vi.spyOn(console, 'warn');
beforeEach(() => {
  warn.mockImplementation(() => undefined);
});
afterEach(() => {
  warn.mockReset();
});

describe('a model on a graphics card', () => {
  it('is loaded for the processor where there is none, and the log says so', async () => {
    const steady = await SteadyPredictor.load(
      (device: Device) =>
        device === 'webgpu'
          ? Promise.reject(
              new DeviceFailure(new Error('Failed to get a WebGPU adapter: No supported adapters')),
            )
          : Promise.resolve(predictor(() => Promise.resolve(scores))),
      Promise.resolve('webgpu'),
    );
    expect(await answerOf(steady)).toBe(scores);
    expect(warn.mock.calls).toEqual([
      ['No suitable graphics card was found. The processor is used instead.'],
    ]);
  });

  it('goes on on the processor when the card is lost', async () => {
    const made: Device[] = [];
    const steady = await SteadyPredictor.load((device) => {
      made.push(device);
      const predict = () =>
        device === 'webgpu'
          ? Promise.reject<Float32Array[]>(new DeviceFailure(new Error('device lost')))
          : Promise.resolve(scores);
      return Promise.resolve(predictor(predict));
    }, Promise.resolve('webgpu'));
    expect(await answerOf(steady)).toBe(scores);
    expect(await answerOf(steady)).toBe(scores);
    expect(made).toEqual(['webgpu', 'cpu']);
    expect(warn.mock.calls).toEqual([
      ['The graphics card failed (device lost). The processor computes instead.'],
    ]);
  });

  it('goes on on the processor also when the lost card cannot be released', async () => {
    const lost = (): Promise<never> => Promise.reject(new DeviceFailure(new Error('device lost')));
    const steady = await SteadyPredictor.load(
      (device) =>
        Promise.resolve(
          device === 'webgpu' ? predictor(lost, lost) : predictor(() => Promise.resolve(scores)),
        ),
      Promise.resolve('webgpu'),
    );
    expect(await answerOf(steady)).toBe(scores);
  });

  it('does not hide other failures', async () => {
    const steady = await SteadyPredictor.load((device) => {
      const answer = device === 'webgpu' ? Promise.reject(new Error('a defect')) : Promise.resolve(scores);
      return Promise.resolve(predictor(() => answer));
    }, Promise.resolve('webgpu'));
    await expect(answerOf(steady)).rejects.toThrow('a defect');
  });
});

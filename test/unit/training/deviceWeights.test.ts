import { expect, it, vi } from 'vitest';
import { DeviceFailure } from '../../../src/core/graph/devices/device';
import { Program } from '../../../src/core/graph/runtime';
import type { Weights } from '../../../src/core/modelFiles/weights';
import { DeviceWeights } from '../../../src/core/training/deviceWeights';

const weights: Weights = new Map([['a', { shape: [2], data: Float32Array.of(1, 2) }]]);

it('weights that a card could not hand over are released all the same', async () => {
  const held = new DeviceWeights(weights, (name) => name, {});
  vi.spyOn(Program, 'load').mockRejectedValueOnce(new DeviceFailure(new Error('out of memory')));
  await expect(held.read()).rejects.toBeInstanceOf(DeviceFailure);
  await expect(held.release()).resolves.toBeUndefined();
  expect(held.inputs).toEqual({});
});

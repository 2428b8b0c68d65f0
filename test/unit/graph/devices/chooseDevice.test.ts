import { expect, test } from 'vitest';
import { chooseDevice } from '../../../../src/core/graph/devices/chooseDevice';

test.each(['cpu', 'webgpu'] as const)('%s is what it is named', async (device) => {
  expect(await chooseDevice(device, { hiddenSize: 8, intermediateSize: 32 })).toBe(device);
});

test('where measuring is not possible, the processor is chosen', async () => {
  // The program that measures stands beside the bundled ones, not beside the sources.
  expect(await chooseDevice('auto', { hiddenSize: 8, intermediateSize: 32 })).toBe('cpu');
});

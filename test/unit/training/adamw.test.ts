import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { asModule, compileKernels } from '../../../scripts/kernels.mjs';
import { UserError } from '../../../src/core/errors';
import type { Weights } from '../../../src/core/modelFiles/weights';
import { AdamW, defaultAdamW } from '../../../src/core/training/adamw';

const weightsOf = (values: Record<string, number[]>): Weights =>
  new Map(
    Object.entries(values).map(([name, data]) => [
      name,
      { shape: [data.length], data: Float32Array.from(data) },
    ]),
  );

const gradientsOf = (values: Record<string, number[]>): Map<string, Float32Array> =>
  new Map(Object.entries(values).map(([name, data]) => [name, Float32Array.from(data)]));

test('the kernels in the sources are what their AssemblyScript compiles to', async () => {
  const committed = await readFile('src/core/training/kernel/adamw.wasm.ts', 'utf8');
  expect(committed).toBe(asModule(await compileKernels()));
});

test('the first update moves each weight by the learning rate against its gradient, and decays it', () => {
  const optimiser = new AdamW(weightsOf({ 'a.weight': [1, -2, 3, 4, 5] }));
  optimiser.update(gradientsOf({ 'a.weight': [0.1, -0.1, 0.1, 0.1, -0.1] }), 0.5);
  const decayed = [1, -2, 3, 4, 5].map((weight) => weight * (1 - 0.5 * defaultAdamW.weightDecay));
  const expected = [-0.5, 0.5, -0.5, -0.5, 0.5].map((move, index) => (decayed[index] ?? NaN) + move);
  expect([...(optimiser.weights.get('a.weight')?.data ?? [])].map((value) => value.toFixed(5))).toEqual(
    expected.map((value) => value.toFixed(5)),
  );
});

test('more weights than WebAssembly can address with their moments are refused in a sentence', () => {
  const many = new Float32Array(360_000_000); // never written to, and so no memory
  expect(() => new AdamW(new Map([['a.weight', { shape: [many.length], data: many }]]))).toThrow(
    new UserError(
      'This model has too many weights to train them all: 360 million, where 357 are the most. Please train it by LoRA (--method lora).',
    ),
  );
});

test('biases and norms do not decay', () => {
  const optimiser = new AdamW(weightsOf({ 'a.bias': [2], 'a.LayerNorm.weight': [2] }));
  optimiser.update(gradientsOf({ 'a.bias': [0], 'a.LayerNorm.weight': [0] }), 0.5);
  expect([...optimiser.weights.values()].map(({ data }) => data[0])).toEqual([2, 2]);
});

test('gradients are scaled down together when their norm is too large', () => {
  const options = { ...defaultAdamW, beta1: 0, epsilon: 1, weightDecay: 0 };
  const large = new AdamW(weightsOf({ 'a.weight': [0], 'b.weight': [0] }), options);
  large.update(gradientsOf({ 'a.weight': [30], 'b.weight': [40] }), 1);
  const clipped = new AdamW(weightsOf({ 'a.weight': [0], 'b.weight': [0] }), options);
  clipped.update(gradientsOf({ 'a.weight': [0.6], 'b.weight': [0.8] }), 1);
  for (const name of ['a.weight', 'b.weight']) {
    expect(large.weights.get(name)?.data[0]).toBeCloseTo(clipped.weights.get(name)?.data[0] ?? NaN, 5);
  }
});

test('a restored optimiser goes on as if it had never stopped', () => {
  const start = { 'a.weight': Array.from({ length: 40_000 }, (_, index) => Math.sin(index)) };
  const gradient = gradientsOf({
    'a.weight': Array.from({ length: 40_000 }, (_, index) => Math.cos(3 * index)),
  });
  const steady = new AdamW(weightsOf(start));
  steady.update(gradient, 0.1);
  const resumed = new AdamW(weightsOf(start));
  resumed.restore({ ...steady.state(), weights: steady.weights });
  steady.update(gradient, 0.1);
  resumed.update(gradient, 0.1);
  const numbersOf = ({ weights }: AdamW): Float32Array => weights.get('a.weight')?.data ?? new Float32Array();
  expect(numbersOf(resumed).every((value, index) => value === numbersOf(steady)[index])).toBe(true);
});

import { expect, test } from 'vitest';
import type { Weights } from '../../../src/core/modelFiles/weights';
import { Outcome } from '../../../src/core/training/outcome';

const name = 'cls.predictions.transform.dense.bias';

const weightsOf = (value: number): Weights => new Map([[name, { shape: [1], data: Float32Array.of(value) }]]);

/** An outcome of a run that began at 0 and has learnt 1; at most 0.1 nats may be forgotten. */
async function outcomeOf(method: 'lora' | 'full') {
  const trainer = { weightInputs: {}, learnt: () => Promise.resolve(weightsOf(1)) };
  const settings = {
    method: method === 'lora' ? { kind: method, rank: 1, alpha: 1 } : { kind: method },
    mostForgotten: 0.1,
  } as const;
  const outcome = Outcome.of({ initial: weightsOf(0) }, settings)(trainer);
  await outcome.update();
  return outcome;
}

const valueIn = async (outcome: Outcome): Promise<number> => (await outcome.copy()).get(name)?.data[0] ?? NaN;

test('lies between the beginning and what was learnt, as far as its share', async () => {
  const outcome = await outcomeOf('lora');
  expect(await valueIn(outcome)).toBeCloseTo(outcome.share, 6);
  expect(outcome.share).toBeLessThan(1);
});

test('comes back while it forgets too much, and goes on while it may forget more', async () => {
  // What is forgotten grows with the fifth power of the share, faster than the program reckons with.
  const outcome = await outcomeOf('lora');
  const forgotten = (): number => 0.5 * outcome.share ** 5;
  expect(outcome.aim(forgotten())).toBe(true);
  expect(forgotten()).toBeGreaterThan(0.085);
  expect(forgotten()).toBeLessThan(0.115);
  await outcome.update();
  expect(await valueIn(outcome)).toBeCloseTo(outcome.share, 6);
  expect(outcome.aim(0.1)).toBe(false);
});

test('goes no further than to what was learnt, and no nearer than half of the way', async () => {
  const outcome = await outcomeOf('lora');
  outcome.aim(-1);
  expect(outcome.share).toBe(1);
  expect(outcome.aim(0)).toBe(false);
  outcome.aim(1000);
  expect(outcome.share).toBe(0.5);
});

test('goes back to what was kept, and from there to where it forgets as much as it may', async () => {
  const outcome = await outcomeOf('lora');
  const kept = weightsOf(0.6);
  expect(outcome.settle(kept, { share: 0.6, forgotten: 0.1 })).toBe(false);
  expect(await valueIn(outcome)).toBeCloseTo(0.6, 6);
  expect(outcome.settle(kept, { share: 0.6, forgotten: 0.05 })).toBe(true);
  expect(outcome.share).toBeGreaterThan(0.6);
  expect(await valueIn(outcome)).toBeCloseTo(outcome.share, 6);
});

test('is what was learnt where all weights are trained', async () => {
  const outcome = await outcomeOf('full');
  expect(outcome.aim(1000)).toBe(false);
  expect(await valueIn(outcome)).toBe(1);
});

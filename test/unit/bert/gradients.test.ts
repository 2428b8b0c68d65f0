import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { trainableModel, type Method } from '../../../src/core/bert/trainable';
import { readConfig } from '../../../src/core/modelFiles/config';
import { readSafetensors } from '../../../src/core/modelFiles/safetensors';
import type { Weights } from '../../../src/core/modelFiles/weights';
import { randomFor } from '../../../src/core/random';
import { HostTrainer } from '../../../src/core/training/hostTrainer';
import type { TrainingRow } from '../../../src/core/training/trainingRow';
import {
  adamw,
  hardTargets,
  lora,
  loraSteps,
  softTargets,
  tinyAdapter,
  tinyModel,
  worstRelativeError,
} from './pytorchOracle';
import type { AdamWOracle, HardExample, SoftExample } from './pytorchOracle';
import { asSoft, tfjsLossAndGradients } from './tfjsOracle';

async function readTiny() {
  const { weights } = await readSafetensors(join(tinyModel, 'model.safetensors'));
  return { config: await readConfig(tinyModel), weights };
}

async function trainerOfTiny(method: Method, ownIds: readonly number[] = []): Promise<HostTrainer> {
  const options = { ownIds, random: randomFor(1, 'test') };
  return HostTrainer.create(trainableModel(await readTiny(), method, options));
}

async function adaptedTrainerOfTiny(ownIds: readonly number[] = []): Promise<HostTrainer> {
  const adapter = await readSafetensors(join(tinyAdapter, 'adapter_model.safetensors'));
  const trainer = await trainerOfTiny({ kind: 'lora', rank: 4, alpha: 8 }, ownIds);
  for (const [name, { data }] of withoutPrefix(adapter.weights)) trainer.weights.get(name)?.data.set(data);
  return trainer;
}

function rowsOf(examples: readonly SoftExample[]): TrainingRow[] {
  return examples.map(({ ids, positions, targetIds, targetWeights }) => ({
    ids: Int32Array.from(ids),
    positions: Int32Array.from(positions),
    choices: targetIds[0]?.length ?? 0,
    targets: Int32Array.from(targetIds.flat()),
    targetWeights: Float32Array.from(targetWeights.flat()),
  }));
}

const hardRows = (examples: readonly HardExample[]): TrainingRow[] => rowsOf(asSoft(examples));

function asWeights(gradients: ReadonlyMap<string, Float32Array>): Weights {
  return new Map([...gradients].map(([name, data]) => [name, { shape: [data.length], data }]));
}

describe('loss and gradient of the whole model', () => {
  test('agree with PyTorch for one right word per slot', async () => {
    const oracle = await hardTargets();
    const ours = await (await trainerOfTiny({ kind: 'full' })).gradients(hardRows(oracle.examples));
    expect(Math.abs(total(ours.losses) / oracle.loss - 1)).toBeLessThan(1e-5);
    expect(worstRelativeError(asWeights(ours.gradients), oracle.gradients).error).toBeLessThan(1e-3);
  });

  test('agree with PyTorch for weighted words', async () => {
    const oracle = await softTargets();
    const ours = await (await trainerOfTiny({ kind: 'full' })).gradients(rowsOf(oracle.examples));
    expect(Math.abs(total(ours.losses) / oracle.loss - 1)).toBeLessThan(1e-5);
    expect(worstRelativeError(asWeights(ours.gradients), oracle.gradients).error).toBeLessThan(1e-3);
  });

  test('agree with tfjs', async () => {
    const { examples } = await softTargets();
    const { config, weights } = await readTiny();
    const oracle = tfjsLossAndGradients({ ...config, weights }, examples);
    const ours = await (await trainerOfTiny({ kind: 'full' })).gradients(rowsOf(examples));
    expect(Math.abs(total(ours.losses) / oracle.loss - 1)).toBeLessThan(1e-5);
    expect(worstRelativeError(asWeights(ours.gradients), oracle.gradients).error).toBeLessThan(1e-3);
  });

  test('agree with peft for LoRA, its head and output bias', async () => {
    const oracle = await lora();
    const trainer = await adaptedTrainerOfTiny();
    const ours = await trainer.gradients(hardRows(oracle.examples));
    expect(Math.abs(total(ours.losses) / oracle.loss - 1)).toBeLessThan(1e-5);
    expect(worstRelativeError(asWeights(ours.gradients), withoutPrefix(oracle.gradients)).error).toBeLessThan(
      1e-3,
    );
  });
});

describe("twenty steps follow PyTorch's losses and end at its weights", () => {
  test('of full fine-tuning', async () => {
    await expectToFollow(await trainerOfTiny({ kind: 'full' }), await adamw());
  });

  test("of LoRA, with the person's own words", async () => {
    const oracle = await loraSteps();
    await expectToFollow(await adaptedTrainerOfTiny(oracle.ownIds), oracle);
  });
});

async function expectToFollow(trainer: HostTrainer, oracle: AdamWOracle): Promise<void> {
  for (const step of oracle.steps) {
    const examples = step.examples.flatMap((index) => oracle.examples[index] ?? []);
    const losses = await trainer.step(hardRows(examples), step.learningRate);
    expect(Math.abs(total(losses) / step.loss - 1)).toBeLessThan(1e-3);
  }
  const learnt = new Map([...oracle.finalWeights].filter(([name]) => !name.endsWith('key.bias')));
  expect(worstRelativeError(trainer.weights, withoutPrefix(learnt)).error).toBeLessThan(1e-3);
}

const total = (losses: Float32Array): number => losses.reduce((sum, loss) => sum + loss, 0);

/** PEFT puts this before the names of the base model. */
function withoutPrefix(weights: Weights): Weights {
  return new Map([...weights].map(([name, weight]) => [name.replace('base_model.model.', ''), weight]));
}

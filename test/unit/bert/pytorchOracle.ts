import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSafetensors } from '../../../src/core/modelFiles/safetensors';
import type { Weights } from '../../../src/core/modelFiles/weights';

/** What PyTorch, transformers and peft computed; test/fixtures/oracle/make.py says how, and what it means. */
const folder = fileURLToPath(new URL('../../fixtures/oracle', import.meta.url));

/** Folders of the fixture; the adapter is on the tiny model. */
export { tinyModel } from '../modelFiles/fixtures';
export const deepModel = join(folder, 'deep');
export const tinyAdapter = join(folder, 'adapter');

/** Tokens with [CLS] and [SEP] and without padding, and the places to predict. */
export interface OracleInput {
  ids: number[];
  positions: number[];
}

/** The true id at each position. */
export interface HardExample extends OracleInput {
  targets: number[];
}

/** Several ids with weights at each position: the loss is -Σ weight · log p(id), a sum. */
export interface SoftExample extends OracleInput {
  targetIds: number[][];
  targetWeights: number[][];
}

export interface GradientOracle<Example> {
  examples: Example[];
  loss: number;
  gradients: Weights;
}

export interface AdamWOracle {
  settings: {
    learningRate: number;
    warmUpSteps: number;
    betas: [number, number];
    epsilon: number;
    weightDecay: number;
    clipAt: number;
  };
  examples: HardExample[];
  /** Each step's batch as indices into `examples`; loss and gradient norm before the update, the norm before clipping. */
  steps: { examples: number[]; learningRate: number; loss: number; gradientNorm: number }[];
  finalWeights: Weights;
}

export interface LoraStepsOracle extends AdamWOracle {
  /** The words whose embeddings are trained too. */
  ownIds: number[];
}

export interface LogitsOracle {
  examples: OracleInput[];
  /** [positions of all examples, vocabulary], by activation function for the deep model, else under `logits`. */
  logits: Weights;
}

/** The form of what is read is make.py's; a test that meets another one fails. */
async function read<Values>(name: string): Promise<Values & { tensors: Weights }> {
  const values = JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')) as Values;
  const { weights } = await readSafetensors(join(folder, `${name}.safetensors`));
  return { ...values, tensors: weights };
}

async function readGradients<Example>(name: string): Promise<GradientOracle<Example>> {
  const { examples, loss, tensors } = await read<{ examples: Example[]; loss: number }>(name);
  return { examples, loss, gradients: tensors };
}

/** The tiny model: mean cross-entropy over all positions of the batch. */
export const hardTargets = (): Promise<GradientOracle<HardExample>> => readGradients('hardTargets');

/** The tiny model: cross-entropy with three weighted targets a position. */
export const softTargets = (): Promise<GradientOracle<SoftExample>> => readGradients('softTargets');

/** The tiny model with its adapter: mean cross-entropy, gradients of what trains. */
export const lora = (): Promise<GradientOracle<HardExample>> => readGradients('lora');

/** The tiny model: twenty steps of full fine-tuning. */
export async function adamw(): Promise<AdamWOracle> {
  const { tensors, ...oracle } = await read<Omit<AdamWOracle, 'finalWeights'>>('adamw');
  return { ...oracle, finalWeights: tensors };
}

/** The tiny model with its adapter: twenty steps of LoRA, with the embeddings of some words. */
export async function loraSteps(): Promise<LoraStepsOracle> {
  const { tensors, ...oracle } = await read<Omit<LoraStepsOracle, 'finalWeights'>>('loraSteps');
  return { ...oracle, finalWeights: tensors };
}

async function readLogits(name: string): Promise<LogitsOracle> {
  const { examples, tensors } = await read<{ examples: OracleInput[] }>(name);
  return { examples, logits: tensors };
}

export const deepLogits = (): Promise<LogitsOracle> => readLogits('deepLogits');

export const embeddedLogits = (): Promise<LogitsOracle> => readLogits('embeddedLogits');

/**
 * max|actual - expected| / max|expected| of the worst parameter, and its name.
 *
 * A gradient that is zero in exact arithmetic (every key.bias) has no relative error. So no parameter is measured
 * against less than 1e-4 of the greatest gradient of all; what is not zero is far above that in the fixtures.
 */
export function worstRelativeError(actual: Weights, expected: Weights): { name: string; error: number } {
  const greatest = Math.max(...[...expected.values()].map(({ data }) => largest(data)));
  let worst = { name: '', error: -1 };
  for (const [name, { data }] of expected) {
    const other = actual.get(name)?.data;
    if (other?.length !== data.length) return { name, error: Infinity };
    const difference = largest(data.map((value, index) => value - (other[index] ?? NaN)));
    const error = difference / Math.max(largest(data), 1e-4 * greatest);
    if (!(error <= worst.error)) worst = { name, error };
  }
  return worst;
}

function largest(data: Float32Array): number {
  return data.reduce((most, value) => (Math.abs(value) <= most ? most : Math.abs(value)), 0);
}

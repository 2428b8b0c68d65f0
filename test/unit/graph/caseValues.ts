import type { Device } from '../../../src/core/graph/devices/device';
import { gradients } from '../../../src/core/graph/gradient';
import { constant, input, multiply, sum } from '../../../src/core/graph/operators';
import { Program, type Value } from '../../../src/core/graph/runtime';
import type { Tensor } from '../../../src/core/graph/tensor';
import { randomFor, type Random } from '../../../src/core/random';
import { normal } from '../../support/normal';
import type { GradientCase } from './gradientCases';

/** A case with random numbers: a loss, a sum over the result with random weights, and its gradient by each input. */
export interface CaseGraph {
  readonly inputs: readonly Value[];
  readonly outputs: Readonly<Record<string, Tensor>>;
}

export function caseGraph({ title, shapes, build, away = 0 }: GradientCase): CaseGraph {
  const random = randomFor(7, title);
  const inputs = shapes.map((shape): Value => ({ shape, data: randomData(shape, random, away) }));
  const tensors = shapes.map((shape, index) => input(`x${index}`, 'float32', shape));
  const result = build(...(tensors as [Tensor, Tensor, Tensor]));
  const weights = result.shape.map(Number);
  const loss = sum(multiply(result, constant(randomData(weights, random, 0), weights)));
  const byInput = gradients(loss, tensors).map((gradient, index) => [`gradient${index}`, gradient] as const);
  return { inputs, outputs: { loss, ...Object.fromEntries(byInput) } };
}

export function namedInputs(inputs: readonly Value[]): Record<string, Value> {
  return Object.fromEntries(inputs.map((value, index) => [`x${index}`, value]));
}

export async function lossAndGradients(
  gradientCase: GradientCase,
  device: Device,
): Promise<Record<string, Float32Array>> {
  const { inputs, outputs } = caseGraph(gradientCase);
  const program = await Program.load<string>(outputs, { device });
  const values = await program.run(namedInputs(inputs));
  await program.release();
  return values;
}

function randomData(shape: readonly number[], random: Random, away: number): Float32Array {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return Float32Array.from({ length: size }, () => {
    const value = normal(random);
    return Math.abs(value) < away ? Math.sign(value) * (away + Math.abs(value)) : value;
  });
}

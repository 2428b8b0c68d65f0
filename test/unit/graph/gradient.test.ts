import { describe, expect, test } from 'vitest';
import { gradients } from '../../../src/core/graph/gradient';
import { constant, input, multiply, sum } from '../../../src/core/graph/operators';
import { Program, type Value } from '../../../src/core/graph/runtime';
import { operators, type Tensor } from '../../../src/core/graph/tensor';
import { randomFor, type Random } from '../../../src/core/random';
import { gradientCases, type GradientCase } from './gradientCases';

/**
 * Central differences of a float32 function are exact to about the cube root of its precision: with values of size 1
 * and this step, errors of rounding and of curvature are both below a thousandth.
 */
const step = 1e-2;
const tolerance = 5e-3;

describe('the gradient of every operator agrees with central differences', () => {
  test('every operator has a case', () => {
    expect(Object.keys(gradientCases).sort()).toEqual([...operators.keys()].sort());
  });

  for (const [name, cases] of Object.entries(gradientCases)) {
    test.each(cases)(`${name}: $title`, async (gradientCase) => {
      const { derived, numerical } = await bothGradients(
        gradientCase,
        randomFor(7, name, gradientCase.title),
      );
      derived.forEach((gradient, index) => {
        gradient.forEach((value, element) => {
          expect(Math.abs(value - (numerical[index]?.[element] ?? NaN))).toBeLessThan(
            tolerance * largest(gradient),
          );
        });
      });
    });
  }
});

async function bothGradients({ shapes, build, away = 0 }: GradientCase, random: Random) {
  const values = shapes.map((shape): Value => ({ shape, data: randomData(shape, random, away) }));
  const inputs = shapes.map((shape, index) => input(`x${index}`, 'float32', shape));
  const result = build(...(inputs as [Tensor, Tensor, Tensor]));
  const weights = result.shape.map(Number);
  const loss = sum(multiply(result, constant(randomData(weights, random, 0), weights)));
  const derivedGradients = gradients(loss, inputs);
  const program = await Program.load<string>({
    loss,
    ...Object.fromEntries(derivedGradients.map((gradient, index) => [`gradient${index}`, gradient])),
  });
  const run = () => program.run(Object.fromEntries(values.map((value, index) => [`x${index}`, value])));
  const outputs = await run();
  const numerical: number[][] = [];
  for (const { data } of values) {
    const gradient: number[] = [];
    for (let element = 0; element < data.length; element++) {
      const before = data[element] ?? NaN;
      const lossAt = async (x: number): Promise<number> => {
        data[element] = x;
        return (await run())['loss']?.[0] ?? NaN;
      };
      gradient.push(((await lossAt(before + step)) - (await lossAt(before - step))) / (2 * step));
      data[element] = before;
    }
    numerical.push(gradient);
  }
  await program.release();
  return { derived: values.map((_, index) => [...(outputs[`gradient${index}`] ?? [])]), numerical };
}

function randomData(shape: readonly number[], random: Random, away: number): Float32Array {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return Float32Array.from({ length: size }, () => {
    const value = random.normal();
    return Math.abs(value) < away ? Math.sign(value) * (away + Math.abs(value)) : value;
  });
}

function largest(values: readonly number[]): number {
  return Math.max(1, ...values.map(Math.abs));
}

import { describe, expect, test } from 'vitest';
import { Program } from '../../../src/core/graph/runtime';
import { operators } from '../../../src/core/graph/tensor';
import { caseGraph, namedInputs } from './caseValues';
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
      const { derived, numerical } = await bothGradients(gradientCase);
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

async function bothGradients(gradientCase: GradientCase) {
  const { inputs: values, outputs: tensors } = caseGraph(gradientCase);
  const program = await Program.load<string>(tensors);
  const run = () => program.run(namedInputs(values));
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

function largest(values: readonly number[]): number {
  return Math.max(1, ...values.map(Math.abs));
}

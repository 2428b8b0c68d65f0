import { expect, test } from 'vitest';
import { gradients } from '../../../src/core/graph/gradient';
import { gelu, input, matmul, sum } from '../../../src/core/graph/operators';
import { Program } from '../../../src/core/graph/runtime';
import { inOrder, type Node, type Tensor } from '../../../src/core/graph/tensor';
import { caseGraph, namedInputs } from './caseValues';
import { gradientCases } from './gradientCases';

const cases = Object.values(gradientCases).flatMap((ofOperator) => ofOperator.map(caseGraph));
const recomputable = cases.flatMap(({ inputs, outputs }) =>
  inOrder(Object.values(outputs)).flatMap((node) => {
    const again = node.operator.recompute?.(node);
    return again ? [{ inputs, node, again }] : [];
  }),
);

test('what is computed once more is the same value', async () => {
  expect(recomputable).not.toEqual([]);
  for (const { inputs, node, again } of recomputable) {
    const { value, once } = await run({ value: node.outputs[0], once: again }, namedInputs(inputs));
    value.forEach((number, index) => {
      expect(once[index]).toBeCloseTo(number, 6);
    });
  }
});

test('a gradient does not wait for a value that it can compute once more', () => {
  const [x, weight] = [input('x', 'float32', [2, 3]), input('weight', 'float32', [3, 2])];
  const [byWeight] = gradients(sum(matmul(gelu(x), weight)), [weight]);
  expect(byWeight && operatorsOf(byWeight)).toContain('erf');
  expect(byWeight && operatorsOf(byWeight)).not.toContain('gelu');
});

function operatorsOf(tensor: Tensor): string[] {
  return inOrder([tensor]).map(({ operator }: Node) => operator.name);
}

async function run<Names extends string>(
  outputs: Record<Names, Tensor>,
  inputs: Parameters<Program<Names>['run']>[0],
): Promise<Record<Names, Float32Array>> {
  const program = await Program.load(outputs);
  const values = await program.run(inputs);
  await program.release();
  return values;
}

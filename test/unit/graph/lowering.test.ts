import { expect, test } from 'vitest';
import { lower } from '../../../src/core/graph/lowering';
import { gradients } from '../../../src/core/graph/gradient';
import { input, layerNorm, sum } from '../../../src/core/graph/operators';
import { caseGraph } from './caseValues';
import { gradientCases } from './gradientCases';

const x = input('x', 'float32', ['rows', 4]);
const normalised = layerNorm(x, input('weight', 'float32', [4]), input('bias', 'float32', [4]), 1e-12);

function outputsOf(operator: string, outputs: Parameters<typeof lower>[0]): readonly string[] {
  return lower(outputs, 'cpu').graph.nodes.find((node) => node.operator === operator)?.outputs ?? [];
}

test('by-products that nobody uses are not computed', () => {
  expect(outputsOf('LayerNormalization', { normalised })).toEqual(['normalised', '', '']);
  const [slope = x] = gradients(sum(normalised), [x]);
  expect(outputsOf('LayerNormalization', { normalised, slope })).not.toContain('');
});

test.each(Object.entries(gradientCases))(
  'what %s computes can be written in the standard alone',
  (_, cases) => {
    for (const gradientCase of cases) {
      const { nodes } = lower(caseGraph(gradientCase).outputs, 'standard').graph;
      expect(nodes.filter(({ domain }) => domain !== '')).toEqual([]);
    }
  },
);

import assert from 'node:assert/strict';
import { float } from '../onnx/model';
import { apply, defineOperator, type Tensor } from '../tensor';
import { multiply, subtract } from './elementwise';
import { reshape } from './layout';
import { matmul } from './matmul';
import { sum } from './reduction';

const layerNormOperator = defineOperator<
  { epsilon: number },
  readonly [Tensor, Tensor, Tensor],
  readonly [Tensor, Tensor, Tensor]
>({
  name: 'layerNorm',
  infer: ([x]) => {
    assert(x.shape.length === 2 && typeof x.dim(1) === 'number', 'rows of a fixed width');
    const statistic = { type: 'float32', shape: [x.dim(0), 1] } as const;
    return [x, statistic, statistic];
  },
  lower: (lowering, [x, weight, bias], { attributes: { epsilon } }) =>
    lowering.emitMany('LayerNormalization', [x, weight, bias], { axis: -1, epsilon: float(epsilon) }, 3, {
      required: 1,
    }),
  derivative: (gradient, { inputs: [x, weight], outputs: [, mean, inverseDeviation] }) => {
    const [rows, width] = [x.dim(0), Number(x.dim(1))];
    const centred = subtract(x, mean);
    const product = multiply(gradient, centred);
    const scaled = multiply(gradient, weight);
    const average = multiply(sum(scaled, [1], { keepAxes: true }), 1 / width);
    const share = multiply(inverseDeviation, multiply(inverseDeviation, 1 / width));
    const slope = multiply(matmul(product, reshape(weight, [width, 1])), share);
    return [
      multiply(subtract(subtract(scaled, average), multiply(centred, slope)), inverseDeviation),
      reshape(matmul(reshape(inverseDeviation, [1, rows]), product), weight.shape),
      sum(gradient, [0]),
    ];
  },
});

/**
 * Layer normalisation of each row (Ba et al. 2016): (x - mean) / √(variance + epsilon) · weight + bias.
 *
 * @param x [rows, width]
 * @param weight [width]
 * @param bias [width]
 */
export function layerNorm(x: Tensor, weight: Tensor, bias: Tensor, epsilon: number): Tensor {
  return apply(layerNormOperator, [x, weight, bias], { epsilon });
}

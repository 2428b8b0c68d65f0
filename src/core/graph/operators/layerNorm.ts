import { float } from '../onnx/model';
import { apply, defineOperator, type Tensor } from '../tensor';
import { add, multiply, subtract } from './elementwise';
import { sum } from './reduction';

const layerNormOperator = defineOperator<
  { epsilon: number },
  readonly [Tensor, Tensor, Tensor],
  readonly [Tensor, Tensor, Tensor]
>({
  name: 'layerNorm',
  infer: ([x]) => {
    const statistic = { type: 'float32', shape: [...x.shape.slice(0, -1), 1] } as const;
    return [x, statistic, statistic];
  },
  lower: (lowering, [x, weight, bias], { attributes: { epsilon } }) =>
    lowering.emitMany('LayerNormalization', [x, weight, bias], { axis: -1, epsilon: float(epsilon) }, 3),
  derivative: (gradient, { inputs: [x, weight], outputs: [, mean, inverseDeviation] }) => {
    const width = x.dim(-1);
    if (typeof width !== 'number') throw new Error('layerNorm needs a fixed width');
    const normalised = multiply(subtract(x, mean), inverseDeviation);
    const scaled = multiply(gradient, weight);
    const average = (tensor: Tensor): Tensor => multiply(sum(tensor, [-1], { keepAxes: true }), 1 / width);
    const centred = subtract(
      scaled,
      add(average(scaled), multiply(normalised, average(multiply(scaled, normalised)))),
    );
    const leading = x.shape.slice(0, -1).map((_, axis) => axis);
    return [
      multiply(centred, inverseDeviation),
      sum(multiply(gradient, normalised), leading),
      sum(gradient, leading),
    ];
  },
});

/**
 * Layer normalisation along the last axis (Ba et al. 2016): (x - mean) / √(variance + epsilon) · weight + bias.
 *
 * @param x […, width]
 * @param weight [width]
 * @param bias [width]
 */
export function layerNorm(x: Tensor, weight: Tensor, bias: Tensor, epsilon: number): Tensor {
  return apply(layerNormOperator, [x, weight, bias], { epsilon });
}

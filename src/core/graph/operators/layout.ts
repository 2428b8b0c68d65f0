import assert from 'node:assert/strict';
import { sameShape, type Shape } from '../shape';
import { apply, defineOperator, type Tensor } from '../tensor';

/** The same numbers in another arrangement. */

const reshapeOperator = defineOperator<{ shape: Shape }, readonly [Tensor]>({
  name: 'reshape',
  infer: ([x], { shape }) => [{ type: x.type, shape }],
  lower: (lowering, [x], { attributes }) => [lowering.emit('Reshape', [x, lowering.dims(attributes.shape)])],
  derivative: (gradient, { inputs: [x] }) => [reshape(gradient, x.shape)],
});

export function reshape(x: Tensor, shape: Shape): Tensor {
  return sameShape(x.shape, shape) ? x : apply(reshapeOperator, [x], { shape });
}

const transposeOperator = defineOperator<{ order: readonly number[] }, readonly [Tensor]>({
  name: 'transpose',
  infer: ([x], { order }) => {
    assert(order.length === x.shape.length, 'an order of all axes');
    return [{ type: x.type, shape: order.map((axis) => x.dim(axis)) }];
  },
  lower: (lowering, [x], { attributes }) => [lowering.emit('Transpose', [x], { perm: attributes.order })],
  derivative: (gradient, { attributes: { order } }) => [
    transpose(
      gradient,
      order.map((_, axis) => order.indexOf(axis)),
    ),
  ],
});

/** Axis `i` of the result is axis `order[i]` of `x`. */
export function transpose(x: Tensor, order: readonly number[]): Tensor {
  return apply(transposeOperator, [x], { order });
}

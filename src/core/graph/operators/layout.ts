import assert from 'node:assert/strict';
import type { Lowering } from '../lowering';
import { sameShape, type Shape } from '../shape';
import { apply, defineOperator, type Tensor } from '../tensor';

/** The same numbers in another arrangement. */

const reshapeOperator = defineOperator<{ shape: Shape }, readonly [Tensor]>({
  name: 'reshape',
  infer: ([x], { shape }) => [{ type: x.type, shape }],
  lower: (lowering, [x], { attributes: { shape } }) => [
    lowering.emit('Reshape', [x, target(lowering, shape)]),
  ],
  derivative: (gradient, { inputs: [x] }) => [reshape(gradient, x.shape)],
});

/** A single size that is known only when the graph runs follows from the others: -1 stands for it. */
function target(lowering: Lowering, shape: Shape): string {
  const unknown = shape.filter((dim) => typeof dim === 'string');
  return unknown.length === 1
    ? lowering.integers(shape.map((dim) => (typeof dim === 'string' ? -1 : dim)))
    : lowering.dims(shape);
}

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

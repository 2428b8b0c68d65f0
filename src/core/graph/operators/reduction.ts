import { fromFront, sameShape, stretchedAxes, type Shape } from '../shape';
import { apply, defineOperator, type Tensor } from '../tensor';
import { reshape } from './layout';

/** Sums along axes and their adjoint, repetition along axes. */

const sumOperator = defineOperator<{ axes: readonly number[] }, readonly [Tensor]>({
  name: 'sum',
  infer: ([x], { axes }) => [
    { type: x.type, shape: x.shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim)) },
  ],
  lower: (lowering, [x], { attributes: { axes } }) => [
    lowering.emit('ReduceSum', [x, lowering.integers(axes)], { keepdims: 1 }),
  ],
  derivative: (gradient, { inputs: [x] }) => [broadcastTo(gradient, x.shape)],
});

/** The sum along `axes` (of all elements by default). The axes stay, with size 1, when `keepAxes` is set. */
export function sum(x: Tensor, axes?: readonly number[], { keepAxes = false } = {}): Tensor {
  const rank = x.shape.length;
  const reduced = (axes ?? x.shape.map((_, axis) => axis)).map((axis) => fromFront(axis, rank));
  const kept = reduced.length === 0 ? x : apply(sumOperator, [x], { axes: reduced });
  return keepAxes
    ? kept
    : reshape(
        kept,
        x.shape.filter((_, axis) => !reduced.includes(axis)),
      );
}

const broadcastOperator = defineOperator<{ shape: Shape }, readonly [Tensor]>({
  name: 'broadcastTo',
  infer: ([x], { shape }) => [{ type: x.type, shape }],
  lower: (lowering, [x], { attributes }) => [lowering.emit('Expand', [x, lowering.dims(attributes.shape)])],
  derivative: (gradient, { inputs: [x] }) => [sumTo(gradient, x.shape)],
});

/** Repeats `x` along the axes in which `shape` is larger. */
export function broadcastTo(x: Tensor, shape: Shape): Tensor {
  return sameShape(x.shape, shape) ? x : apply(broadcastOperator, [x], { shape });
}

/** Sums `x` along the axes that `shape` lacks or has with size 1: the adjoint of broadcasting `shape` to `x`. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  return reshape(sum(x, stretchedAxes(shape, x.shape), { keepAxes: true }), shape);
}

import type { Lowering } from '../lowering';
import { fromFront, sameShape, stretchedAxes, type Dim, type Shape } from '../shape';
import { apply, defineOperator, type Node, type Tensor } from '../tensor';
import { reshape } from './layout';

/** Sums along axes and their adjoint, repetition along axes. */

const sumOperator = defineOperator<{ axes: readonly number[] }, readonly [Tensor]>({
  name: 'sum',
  infer: ([x], { axes }) => [
    { type: x.type, shape: x.shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim)) },
  ],
  lower: {
    cpu: (lowering, [x], node) => [
      isOverRows(node) ? lowerRowSum(lowering, x, node.inputs[0].dim(0)) : lowerSum(lowering, x, node),
    ],
    webgpu: (lowering, [x], node) => [lowerSum(lowering, x, node)],
  },
  derivative: (gradient, { inputs: [x] }) => [broadcastTo(gradient, x.shape)],
});

type Sum = Node<{ axes: readonly number[] }, readonly [Tensor]>;

function isOverRows({ inputs: [x], attributes: { axes } }: Sum): boolean {
  return x.shape.length === 2 && axes.join() === '0';
}

function lowerSum(lowering: Lowering, x: string, { attributes: { axes } }: Sum): string {
  return lowering.emit('ReduceSum', [x, lowering.integers(axes)], { keepdims: 1 });
}

/** The processor is several times faster at a product with a row of ones than at a sum over rows. */
function lowerRowSum(lowering: Lowering, x: string, rows: Dim): string {
  return lowering.emit('Gemm', [lowering.filled(1, [1, rows]), x]);
}

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

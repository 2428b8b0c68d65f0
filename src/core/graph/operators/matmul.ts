import assert from 'node:assert/strict';
import { broadcast, type Dim, type Shape } from '../shape';
import type { Lowering } from '../lowering';
import { float } from '../onnx/model';
import { apply, defineOperator, type Node, type Tensor } from '../tensor';
import { sumTo } from './reduction';

interface Product {
  /** Whether an operand's last two axes are swapped. */
  transposeA: boolean;
  transposeB: boolean;
  /** The product is multiplied by this. */
  scale: number;
}

const matmulOperator = defineOperator<Product, readonly [Tensor, Tensor]>({
  name: 'matmul',
  infer: ([a, b], { transposeA, transposeB }) => {
    const [rows, inner] = lastTwo(a.shape, transposeA);
    const [innerB, columns] = lastTwo(b.shape, transposeB);
    assert(inner === innerB, `inner sizes ${inner} and ${innerB} differ`);
    return [
      { type: 'float32', shape: [...broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2)), rows, columns] },
    ];
  },
  lower: {
    cpu: (lowering, factors, { inputs: [left], attributes }) => [
      left.shape.length > 2
        ? lowerFused(lowering, factors, attributes)
        : lowerGemm(lowering, factors, attributes),
    ],
    webgpu: lowerByRank,
    standard: lowerByRank,
  },
  derivative: (gradient, { inputs: [a, b], attributes: { transposeA, transposeB, scale } }) => [
    transposeA
      ? matmul(b, gradient, { transposeA: transposeB, transposeB: true, scale })
      : matmul(gradient, b, { transposeB: !transposeB, scale }),
    transposeB
      ? matmul(gradient, a, { transposeA: true, transposeB: transposeA, scale })
      : matmul(a, gradient, { transposeA: !transposeA, scale }),
  ],
});

function lastTwo(shape: Shape, swapped: boolean): [Dim, Dim] {
  const [first, second] = shape.slice(-2);
  assert(first !== undefined && second !== undefined, 'a matrix has two axes');
  return swapped ? [second, first] : [first, second];
}

/** In operators of the standard. */
function lowerByRank(
  lowering: Lowering,
  factors: readonly [string, string],
  { inputs: [left], attributes }: Node<Product, readonly [Tensor, Tensor]>,
): readonly string[] {
  const rank = left.shape.length;
  return [
    rank > 2 ? lowerBySteps(lowering, factors, attributes, rank) : lowerGemm(lowering, factors, attributes),
  ];
}

function lowerGemm(
  lowering: Lowering,
  factors: readonly [string, string],
  { transposeA, transposeB, scale }: Product,
): string {
  return lowering.emit('Gemm', factors, {
    transA: Number(transposeA),
    transB: Number(transposeB),
    alpha: float(scale),
  });
}

function lowerFused(
  lowering: Lowering,
  [a, b]: readonly [string, string],
  { transposeA, transposeB, scale }: Product,
): string {
  return lowering.emit(
    'FusedMatMul',
    [a, b],
    { transA: Number(transposeA), transB: Number(transposeB), alpha: float(scale) },
    { domain: 'com.microsoft' },
  );
}

/** A batch of products without `FusedMatMul`, each part of it as a node of its own. */
function lowerBySteps(
  lowering: Lowering,
  [a, b]: readonly [string, string],
  { transposeA, transposeB, scale }: Product,
  rank: number,
): string {
  const leading = Array.from({ length: rank - 2 }, (_, axis) => axis);
  const swapped = (factor: string, isSwapped: boolean): string =>
    isSwapped ? lowering.emit('Transpose', [factor], { perm: [...leading, rank - 1, rank - 2] }) : factor;
  const product = lowering.emit('MatMul', [swapped(a, transposeA), swapped(b, transposeB)]);
  return scale === 1 ? product : lowering.emit('Mul', [product, lowering.scalar(scale)]);
}

/**
 * Matrix product over the last two axes, other axes in common: [… m k]·[… k n] → [… m n]. The factors of a batch of
 * products have the same leading axes.
 */
export function matmul(a: Tensor, b: Tensor, options: Partial<Product> = {}): Tensor {
  assert(a.shape.length === b.shape.length, 'factors of the same rank');
  return apply(matmulOperator, [a, b], { transposeA: false, transposeB: false, scale: 1, ...options });
}

const linearOperator = defineOperator<undefined, readonly [Tensor, Tensor, Tensor]>({
  name: 'linear',
  infer: ([x, weight]) => [{ type: 'float32', shape: [x.dim(0), weight.dim(0)] }],
  lower: (lowering, [x, weight, bias]) => [lowering.emit('Gemm', [x, weight, bias], { transB: 1 })],
  derivative: (gradient, { inputs: [x, weight, bias] }) => [
    matmul(gradient, weight),
    matmul(gradient, x, { transposeA: true }),
    sumTo(gradient, bias.shape),
  ],
});

/**
 * A dense layer as PyTorch stores it: x [rows, in], weight [out, in] → x·weightᵀ + bias [rows, out].
 *
 * @param bias [out], or [rows, out] to add to another product without a pass of its own.
 */
export function linear(x: Tensor, weight: Tensor, bias: Tensor): Tensor {
  return apply(linearOperator, [x, weight, bias], undefined);
}

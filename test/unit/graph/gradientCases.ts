import { constant } from '../../../src/core/graph/operators';
import * as op from '../../../src/core/graph/operators';
import type { Shape } from '../../../src/core/graph/shape';
import type { Tensor } from '../../../src/core/graph/tensor';

/** What to differentiate: tensors of these shapes go in, one tensor comes out. */
export interface GradientCase {
  readonly title: string;
  readonly shapes: readonly (readonly number[])[];
  readonly build: (...inputs: [Tensor, Tensor, Tensor]) => Tensor;
  /** Keeps random inputs away from where the function is not smooth. */
  readonly away?: number;
}

const integers = (values: number[], shape: number[]): Tensor => constant(Int32Array.from(values), shape);
/** Sequences of two rows and of one. */
const padding = (): op.Padding => ({
  places: integers([0, 1, 2], [3]),
  rows: integers([0, 1, 2, 0], [4]),
  isRow: constant(Float32Array.of(1, 1, 1, 0), [4, 1]),
});
const unary = (title: string, build: (x: Tensor) => Tensor, away = 0): GradientCase[] => [
  { title, shapes: [[3, 4]], build, away },
];
const broadcasting = (build: (a: Tensor, b: Tensor) => Tensor, away = 0): GradientCase[] =>
  (
    [
      [
        [3, 4],
        [3, 4],
      ],
      [[3, 4], [4]],
      [
        [3, 1],
        [2, 1, 4],
      ],
      [[], [3, 4]],
    ] as const
  ).map(([a, b]) => ({ title: `[${a.join()}] with [${b.join()}]`, shapes: [a, b], build, away }));

/** At least one case for every operator, by its name. */
export const gradientCases: Readonly<Record<string, readonly GradientCase[]>> = {
  input: unary('itself', (x) => x),
  constant: unary('times a constant', (x) => op.multiply(x, constant(Float32Array.of(1, -2, 3, 0.5), [4]))),
  filled: unary('times a filled tensor', (x) => op.multiply(x, op.filled(3, [3, 4]))),
  reshape: unary('to one axis', (x) => op.reshape(x, [12])),
  transpose: [{ title: 'of three axes', shapes: [[2, 3, 4]], build: (x) => op.transpose(x, [2, 0, 1]) }],
  sum: [
    { title: 'of all', shapes: [[3, 4]], build: (x) => op.sum(x) },
    { title: 'of the first and last axis', shapes: [[2, 3, 4]], build: (x) => op.sum(x, [0, -1]) },
    { title: 'keeping the axis', shapes: [[2, 3, 4]], build: (x) => op.sum(x, [1], { keepAxes: true }) },
  ],
  broadcastTo: [
    {
      title: 'a new and a stretched axis',
      shapes: [[3, 1]],
      build: (x) => op.broadcastTo(x, [2, 3, 4] as Shape),
    },
  ],
  add: broadcasting(op.add),
  subtract: broadcasting(op.subtract),
  multiply: broadcasting(op.multiply),
  divide: broadcasting(op.divide, 0.5),
  negate: unary('negate', op.negate),
  exp: unary('exp', op.exp),
  tanh: unary('tanh', op.tanh),
  erf: unary('erf', op.erf),
  hardSigmoid: unary('of what lies between -1 and 1', (x) => op.hardSigmoid(op.tanh(x))),
  sqrt: unary('sqrt', (x) => op.sqrt(op.multiply(x, x)), 0.5),
  relu: unary('relu', op.relu, 0.2),
  step: unary('through relu', (x) => op.multiply(op.relu(x), x), 0.2),
  matmul: [
    {
      title: 'aᵀ·b with a wide a',
      shapes: [
        [3, 8],
        [3, 2],
      ],
      build: (a, b) => op.matmul(a, b, { transposeA: true, scale: 0.5 }),
    },
    ...matmulCases(),
  ],
  linear: [
    { title: 'x·wᵀ + b', shapes: [[3, 4], [5, 4], [5]], build: op.linear },
    {
      title: 'x·wᵀ + another product',
      shapes: [
        [3, 4],
        [5, 4],
        [3, 5],
      ],
      build: op.linear,
    },
  ],
  gather: [
    {
      title: 'of a table that is used as a whole, too',
      shapes: [[4, 3]],
      build: (x) => op.matmul(op.gather(x, integers([3, 1, 3], [3])), x, { transposeB: true }),
    },
    {
      title: 'with a row twice',
      shapes: [[4, 3]],
      build: (x) => op.gather(x, integers([2, 0, 2, 3, 2], [5])),
    },
  ],
  pad: [
    {
      title: 'of two sequences, where padding does not matter',
      shapes: [[3, 2]],
      build: (x) => op.multiply(op.pad(x, padding()), padding().isRow),
    },
  ],
  unpad: [
    {
      title: 'of two sequences',
      shapes: [[4, 2]],
      build: (x) => op.unpad(x, padding()),
    },
  ],
  concat: [
    {
      title: 'of two and three rows',
      shapes: [
        [2, 4],
        [3, 4],
      ],
      build: (above, below) => op.concat(above, below, 5),
    },
  ],
  part: (['above', 'below'] as const).map((which) => ({
    title: `the rows ${which} a border`,
    shapes: [[5, 4]],
    build: (x) => op.part(x, which, { above: 2, below: 3 }),
  })),
  topK: unary('of each row', (x) => op.topK(x, 2).values),
  toFloat: unary('as a factor', (x) => op.multiply(x, op.toFloat(integers([1, 2, 3, 4], [4])))),
  scatterAdd: [
    {
      title: 'with a row twice',
      shapes: [[5, 3]],
      build: (x) => op.scatterAdd([4, 3], integers([2, 0, 2, 3, 2], [5]), x),
    },
  ],
  addRows: [
    {
      title: 'with a row twice',
      shapes: [
        [4, 3],
        [5, 3],
      ],
      build: (table, x) => op.addRows(table, integers([2, 0, 2, 3, 2], [5]), x),
    },
  ],
  pick: [
    {
      title: 'with a column twice',
      shapes: [[2, 4]],
      build: (x) => op.pick(x, integers([1, 1, 3, 0, 2, 0], [2, 3])),
    },
  ],
  addPlaces: [
    {
      title: 'with a column twice',
      shapes: [
        [2, 4],
        [2, 6],
      ],
      build: (x, values) => op.addPlaces(x, integers([1, 1, 3, 0, 2, 0, 2, 3, 1, 1, 0, 2], [2, 6]), values),
    },
  ],
  placeAdd: [
    {
      title: 'with a column twice',
      shapes: [[2, 3]],
      build: (x) => op.placeAdd([2, 4], integers([1, 1, 3, 0, 2, 0], [2, 3]), x),
    },
  ],
  equal: unary('as a factor', (x) =>
    op.multiply(x, op.equal(integers([1, 2, 3], [3, 1]), integers([3, 1, 0, 1], [4]))),
  ),
  greater: unary('as a factor', (x) =>
    op.multiply(x, op.greater(integers([1, 2, 3], [3, 1]), integers([3, 1, 0, 1], [4]))),
  ),
  softmax: unary('softmax', op.softmax),
  logSoftmax: unary('logSoftmax', op.logSoftmax),
  crossEntropy: [
    {
      title: 'one target, then a target twice; by logits and weights',
      shapes: [
        [2, 5],
        [2, 3],
      ],
      build: (logits, weights) => op.crossEntropy(logits, integers([1, 1, 4, 0, 2, 3], [2, 3]), weights),
    },
  ],
  layerNorm: [
    {
      title: 'by input, weight and bias',
      shapes: [[3, 5], [5], [5]],
      build: (...a) => op.layerNorm(...a, 1e-5),
    },
  ],
  gelu: [...unary('gelu', op.gelu), ...unary('gelu_new', op.geluNew)],
};

/** Plain and batched products in all four transpositions. */
function matmulCases(): GradientCase[] {
  return [false, true].flatMap((transposeA) =>
    [false, true].flatMap((transposeB): GradientCase[] => {
      const a = transposeA ? [3, 2] : [2, 3];
      const b = transposeB ? [4, 3] : [3, 4];
      const title = `${transposeA ? 'aᵀ' : 'a'}·${transposeB ? 'bᵀ' : 'b'}`;
      const build = (x: Tensor, y: Tensor): Tensor => op.matmul(x, y, { transposeA, transposeB, scale: 0.5 });
      const batched = [
        [2, 2, ...a],
        [2, 2, ...b],
      ];
      return [
        { title, shapes: [a, b], build },
        { title: `a batch of ${title}`, shapes: batched, build },
      ];
    }),
  );
}

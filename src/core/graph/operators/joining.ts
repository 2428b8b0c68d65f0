import type { Dim } from '../shape';
import { apply, defineOperator, type Tensor } from '../tensor';
import { filled } from './source';

/** One table above another, and each of the two taken from there: either way is the adjoint of the other. */

const concatOperator = defineOperator<{ rows: Dim }, readonly [above: Tensor, below: Tensor]>({
  name: 'concat',
  infer: ([above], { rows }) => [{ type: above.type, shape: [rows, above.dim(1)] }],
  lower: (lowering, tables) => [lowering.emit('Concat', tables, { axis: 0 })],
  derivative: (gradient, { inputs: [above, below] }) => {
    const heights = { above: above.dim(0), below: below.dim(0) };
    return [part(gradient, 'above', heights), part(gradient, 'below', heights)];
  },
});

/** `above` [m, width] and `below` [n, width] as one table of m + n = `rows`. */
export function concat(above: Tensor, below: Tensor, rows: Dim): Tensor {
  return apply(concatOperator, [above, below], { rows });
}

interface Heights {
  readonly above: Dim;
  readonly below: Dim;
}

const partOperator = defineOperator<{ which: keyof Heights; heights: Heights }, readonly [Tensor]>({
  name: 'part',
  infer: ([x], { which, heights }) => [{ type: x.type, shape: [heights[which], x.dim(1)] }],
  lower: (lowering, [x], { attributes: { which, heights } }) => {
    const border = lowering.dims([heights.above]);
    const ends = which === 'above' ? [lowering.integers([0]), border] : [border, lowering.integers([beyond])];
    return [lowering.emit('Slice', [x, ...ends, lowering.integers([0])])];
  },
  derivative: (gradient, { inputs: [x], attributes: { which, heights } }) => {
    const nothing = (height: Dim): Tensor => filled(0, [height, x.dim(1)]);
    return [
      which === 'above'
        ? concat(gradient, nothing(heights.below), x.dim(0))
        : concat(nothing(heights.above), gradient, x.dim(0)),
    ];
  },
});

/** More rows than any table has. */
const beyond = 2 ** 31 - 1;

/** The rows of one of the two tables that `x` consists of. */
export function part(x: Tensor, which: keyof Heights, heights: Heights): Tensor {
  return apply(partOperator, [x], { which, heights });
}

import assert from 'node:assert/strict';
import { dataType } from '../onnx/model';
import { apply, defineOperator, type Tensor } from '../tensor';
import { placeAdd } from './indexing';

const topKOperator = defineOperator<{ k: number }, readonly [Tensor], readonly [Tensor, Tensor]>({
  name: 'topK',
  infer: ([x], { k }) => [
    { type: 'float32', shape: [x.dim(0), k] },
    { type: 'int32', shape: [x.dim(0), k] },
  ],
  lower: (lowering, [x], { attributes: { k } }) => {
    const [values = '', indices = ''] = lowering.emitMany('TopK', [x, lowering.integers([k])], {}, 2);
    return [values, lowering.emit('Cast', [indices], { to: dataType.int32 })];
  },
  derivative: (gradient, { inputs: [x], outputs: [, indices] }) => [placeAdd(x.shape, indices, gradient)],
});

/** The `k` largest numbers of each row, largest first, and their columns: x [m, n] → twice [m, k]. */
export function topK(x: Tensor, k: number): { values: Tensor; indices: Tensor } {
  const values = apply(topKOperator, [x], { k });
  const outputs: readonly Tensor[] = values.node.outputs;
  const [, indices] = outputs;
  assert(indices, 'topK also gives the columns');
  return { values, indices };
}

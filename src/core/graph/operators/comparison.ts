import { dataType } from '../onnx/model';
import { broadcast } from '../shape';
import { apply, defineOperator, type Tensor } from '../tensor';

/** Comparisons of two tensors with broadcasting: 1 where they hold and 0 elsewhere. Nothing can be learnt through them. */

type Comparison = (a: Tensor, b: Tensor) => Tensor;

function comparison(name: string, onnx: string): Comparison {
  const operator = defineOperator<undefined, readonly [Tensor, Tensor]>({
    name,
    infer: ([a, b]) => [{ type: 'float32', shape: broadcast(a.shape, b.shape) }],
    lower: (lowering, [a, b]) => [
      lowering.emit('Cast', [lowering.emit(onnx, [a, b])], { to: dataType.float32 }),
    ],
    derivative: () => [],
  });
  return (a, b) => apply(operator, [a, b], undefined);
}

export const equal: Comparison = comparison('equal', 'Equal');
export const greater: Comparison = comparison('greater', 'Greater');

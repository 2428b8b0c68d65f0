import { dataType } from '../onnx/model';
import { apply, defineOperator, type Tensor } from '../tensor';

const toFloatOperator = defineOperator<undefined, readonly [Tensor]>({
  name: 'toFloat',
  infer: ([x]) => [{ type: 'float32', shape: x.shape }],
  lower: (lowering, [x]) => [lowering.emit('Cast', [x], { to: dataType.float32 })],
  derivative: () => [],
});

/** Integers as floating-point numbers: exact up to 2²⁴. Programs hand over nothing else. */
export function toFloat(x: Tensor): Tensor {
  return apply(toFloatOperator, [x], undefined);
}

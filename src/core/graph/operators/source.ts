import type { ElementType, Shape } from '../shape';
import { apply, defineOperator, type Tensor } from '../tensor';

/** Tensors that come from outside, or from nothing. */

const inputOperator = defineOperator<{ name: string; type: ElementType; shape: Shape }, readonly []>({
  name: 'input',
  infer: (_, { type, shape }) => [{ type, shape }],
  lower: (lowering, _, { attributes }) => [lowering.input(attributes.name, attributes)],
  derivative: () => [],
});

/** A tensor that is given anew at each run, under `name`. A size that is a name is taken from what is given. */
export function input(name: string, type: ElementType, shape: Shape): Tensor {
  return apply(inputOperator, [], { name, type, shape });
}

const constantOperator = defineOperator<
  { data: Float32Array | Int32Array; shape: readonly number[] },
  readonly []
>({
  name: 'constant',
  infer: (_, { data, shape }) => [{ type: data instanceof Float32Array ? 'float32' : 'int32', shape }],
  lower: (lowering, _, { attributes }) => [lowering.constant(attributes.data, attributes.shape)],
  derivative: () => [],
});

/** A tensor that never changes: a frozen weight, which the runtime may rearrange for speed when it loads the graph. */
export function constant(data: Float32Array | Int32Array, shape: readonly number[]): Tensor {
  return apply(constantOperator, [], { data, shape });
}

export function scalar(value: number): Tensor {
  return constant(Float32Array.of(value), []);
}

const filledOperator = defineOperator<{ value: number; shape: Shape }, readonly []>({
  name: 'filled',
  infer: (_, { shape }) => [{ type: 'float32', shape }],
  lower: (lowering, _, { attributes: { value, shape } }) => [lowering.filled(value, shape)],
  derivative: () => [],
});

/** A tensor of one value in every place. */
export function filled(value: number, shape: Shape): Tensor {
  return apply(filledOperator, [], { value, shape });
}

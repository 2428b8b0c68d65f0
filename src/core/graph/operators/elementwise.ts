import { broadcast } from '../shape';
import { dataType, float } from '../onnx/model';
import { apply, defineOperator, type Operator, type Tensor } from '../tensor';
import { sumTo } from './reduction';
import { scalar } from './source';

/** Functions of one element, or of two with broadcasting. */

type Unary = (x: Tensor) => Tensor;
type Binary = (a: Tensor | number, b: Tensor | number) => Tensor;

/** @param derivative gradient by x, from the gradient by y = f(x). */
function unary(
  name: string,
  onnx: string,
  derivative: (gradient: Tensor, x: Tensor, y: Tensor) => Tensor,
): Unary {
  return unaryOf(name, (lowering, [x]) => [lowering.emit(onnx, [x])], derivative);
}

function unaryOf(
  name: string,
  lower: Operator<undefined, readonly [Tensor]>['lower'],
  derivative: (gradient: Tensor, x: Tensor, y: Tensor) => Tensor,
): Unary {
  const operator = defineOperator<undefined, readonly [Tensor]>({
    name,
    infer: ([x]) => [x],
    lower,
    derivative: (gradient, { inputs: [x], outputs: [y] }) => [derivative(gradient, x, y)],
  });
  return (x) => apply(operator, [x], undefined);
}

/** @param derivative gradients by a and b before the sum over stretched axes, each computed only where asked for. */
function binary(
  name: string,
  onnx: string,
  derivative: (gradient: Tensor, a: Tensor, b: Tensor) => readonly [Tensor, Tensor],
): Binary {
  const operator = defineOperator<undefined, readonly [Tensor, Tensor]>({
    name,
    infer: ([a, b]) => [{ type: a.type, shape: broadcast(a.shape, b.shape) }],
    lower: (lowering, [a, b]) => [lowering.emit(onnx, [a, b])],
    derivative: (gradient, { inputs: [a, b] }) => {
      const [byA, byB] = derivative(gradient, a, b);
      return [sumTo(byA, a.shape), sumTo(byB, b.shape)];
    },
  });
  return (a, b) => apply(operator, [tensorOf(a), tensorOf(b)], undefined);
}

const tensorOf = (x: Tensor | number): Tensor => (typeof x === 'number' ? scalar(x) : x);

export const add: Binary = binary('add', 'Add', (gradient) => [gradient, gradient]);
export const subtract: Binary = binary('subtract', 'Sub', (gradient) => [gradient, negate(gradient)]);
export const multiply: Binary = binary('multiply', 'Mul', (gradient, a, b) => [
  multiply(gradient, b),
  multiply(gradient, a),
]);
export const divide: Binary = binary('divide', 'Div', (gradient, a, b) => [
  divide(gradient, b),
  negate(divide(multiply(gradient, a), multiply(b, b))),
]);

export const negate: Unary = unary('negate', 'Neg', (gradient) => negate(gradient));
export const exp: Unary = unary('exp', 'Exp', (gradient, _, y) => multiply(gradient, y));
export const tanh: Unary = unary('tanh', 'Tanh', (gradient, _, y) =>
  multiply(gradient, subtract(1, multiply(y, y))),
);
/** Derivative: 2/√π · exp(-x²). */
export const erf: Unary = unary('erf', 'Erf', (gradient, x) =>
  multiply(gradient, multiply(2 / Math.sqrt(Math.PI), exp(negate(multiply(x, x))))),
);
/** Hard sigmoid of slope ½: (1 + x)/2 in one pass; only for numbers between -1 and 1, where its derivative is ½. */
export const hardSigmoid: Unary = unaryOf(
  'hardSigmoid',
  (lowering, [x]) => [lowering.emit('HardSigmoid', [x], { alpha: float(0.5), beta: float(0.5) })],
  (gradient) => multiply(gradient, 0.5),
);
export const sqrt: Unary = unary('sqrt', 'Sqrt', (gradient, _, y) => divide(multiply(gradient, 0.5), y));
/**
 * The step function that derives `relu`, for numbers that are not negative; its own derivative is zero almost
 * everywhere.
 */
const step: Unary = unaryOf(
  'step',
  {
    cpu: (lowering, [y]) => [lowering.emit('Sign', [y])],
    webgpu: (lowering, [y]) => [
      lowering.emit('Cast', [lowering.emit('Greater', [y, lowering.scalar(0)])], { to: dataType.float32 }),
    ],
  },
  (gradient) => multiply(gradient, 0),
);
export const relu: Unary = unary('relu', 'Relu', (gradient, _, y) => multiply(gradient, step(y)));

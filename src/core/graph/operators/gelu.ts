import { apply, defineOperator, type Tensor } from '../tensor';
import { add, erf, exp, multiply, tanh } from './elementwise';

const geluOperator = defineOperator<undefined, readonly [Tensor]>({
  name: 'gelu',
  infer: ([x]) => [x],
  lower: (lowering, [x]) => [lowering.emit('Gelu', [x], {}, { domain: 'com.microsoft' })],
  derivative: (gradient, { inputs: [x] }) => {
    const density = multiply(1 / Math.sqrt(2 * Math.PI), exp(multiply(multiply(x, -0.5), x)));
    return [multiply(gradient, add(cumulative(x), multiply(x, density)))];
  },
  recompute: ({ inputs: [x] }) => multiply(x, cumulative(x)),
});

/** The standard normal distribution's cumulative function Φ. */
function cumulative(x: Tensor): Tensor {
  return add(0.5, multiply(0.5, erf(multiply(x, Math.SQRT1_2))));
}

/** Gaussian error linear unit (Hendrycks & Gimpel 2016): x·Φ(x), Φ the standard normal distribution. */
export function gelu(x: Tensor): Tensor {
  return apply(geluOperator, [x], undefined);
}

/** The approximation of `gelu` that Hugging Face calls `gelu_new`: x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))). */
export function geluNew(x: Tensor): Tensor {
  const cubed = multiply(multiply(x, x), x);
  const inner = multiply(Math.sqrt(2 / Math.PI), add(x, multiply(0.044715, cubed)));
  return multiply(multiply(0.5, x), add(1, tanh(inner)));
}

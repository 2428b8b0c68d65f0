import { apply, defineOperator, type Tensor } from '../tensor';
import { add, divide, erf, exp, hardSigmoid, multiply, tanh } from './elementwise';

const geluOperator = defineOperator<undefined, readonly [Tensor]>({
  name: 'gelu',
  infer: ([x]) => [x],
  lower: (lowering, [x]) => [lowering.emit('Gelu', [x], {}, { domain: 'com.microsoft' })],
  derivative: (gradient, { inputs: [x] }) => {
    const scaled = multiply(x, Math.SQRT1_2);
    const timesDensity = multiply(1 / Math.sqrt(Math.PI), divide(scaled, exp(multiply(scaled, scaled))));
    return [multiply(gradient, add(cumulative(scaled), timesDensity))];
  },
  recompute: ({ inputs: [x] }) => multiply(x, cumulative(multiply(x, Math.SQRT1_2))),
});

/** The standard normal distribution's cumulative function Φ(x) = (1 + erf(x/√2))/2, from x/√2. */
function cumulative(scaled: Tensor): Tensor {
  return hardSigmoid(erf(scaled));
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

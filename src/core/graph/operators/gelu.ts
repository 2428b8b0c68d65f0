import type { Lowering } from '../lowering';
import { apply, defineOperator, type Tensor } from '../tensor';
import { add, divide, erf, exp, hardSigmoid, multiply, tanh } from './elementwise';

const geluOperator = defineOperator<undefined, readonly [Tensor]>({
  name: 'gelu',
  infer: ([x]) => [x],
  lower: {
    cpu: (lowering, [x]) => [lowerFused(lowering, x)],
    webgpu: (lowering, [x]) => [lowerFused(lowering, x)],
    standard: (lowering, [x]) => [lowerBySteps(lowering, x)],
  },
  derivative: (gradient, { inputs: [x] }) => {
    const scaled = multiply(x, Math.SQRT1_2);
    const timesDensity = multiply(1 / Math.sqrt(Math.PI), divide(scaled, exp(multiply(scaled, scaled))));
    return [multiply(gradient, add(cumulative(scaled), timesDensity))];
  },
  recompute: ({ inputs: [x] }) => multiply(x, cumulative(multiply(x, Math.SQRT1_2))),
});

function lowerFused(lowering: Lowering, x: string): string {
  return lowering.emit('Gelu', [x], {}, { domain: 'com.microsoft' });
}

/** In the steps that ONNX Runtime knows as those of its own operator: x/2·(erf(x/√2) + 1). */
function lowerBySteps(lowering: Lowering, x: string): string {
  const half = lowering.emit('Mul', [x, lowering.scalar(0.5)]);
  const error = lowering.emit('Erf', [lowering.emit('Mul', [x, lowering.scalar(Math.SQRT1_2)])]);
  return lowering.emit('Mul', [half, lowering.emit('Add', [error, lowering.scalar(1)])]);
}

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

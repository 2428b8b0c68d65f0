import type { Lowering } from '../lowering';
import { apply, defineOperator, type Tensor } from '../tensor';
import { exp, multiply, negate, subtract } from './elementwise';
import { addPlaces, pick } from './indexing';
import { sum } from './reduction';

/** Probabilities from scores, along the last axis. */

const softmaxOperator = defineOperator<undefined, readonly [Tensor]>({
  name: 'softmax',
  infer: ([x]) => [x],
  lower: (lowering, [x]) => [lowering.emit('Softmax', [x], { axis: -1 })],
  derivative: (gradient, { outputs: [y] }) => {
    const weighted = multiply(gradient, y);
    return [subtract(weighted, multiply(y, sum(weighted, [-1], { keepAxes: true })))];
  },
});

export function softmax(x: Tensor): Tensor {
  return apply(softmaxOperator, [x], undefined);
}

const logSoftmaxOperator = defineOperator<undefined, readonly [Tensor]>({
  name: 'logSoftmax',
  infer: ([x]) => [x],
  lower: {
    cpu: (lowering, [x]) => [lowerLogSoftmax(lowering, x)],
    webgpu: (lowering, [x]) => [lowerLogSoftmaxBySteps(lowering, x)],
  },
  derivative: (gradient, { outputs: [y] }) => [
    subtract(gradient, multiply(exp(y), sum(gradient, [-1], { keepAxes: true }))),
  ],
});

export function logSoftmax(x: Tensor): Tensor {
  return apply(logSoftmaxOperator, [x], undefined);
}

function lowerLogSoftmax(lowering: Lowering, x: string): string {
  return lowering.emit('LogSoftmax', [x], { axis: -1 });
}

/** x - max - log Σ exp(x - max), which loses nothing where a probability is too small for a number. */
function lowerLogSoftmaxBySteps(lowering: Lowering, x: string): string {
  const last = lowering.integers([-1]);
  const largest = lowering.emit('ReduceMax', [x, last], { keepdims: 1 });
  const below = lowering.emit('Sub', [x, largest]);
  const total = lowering.emit('ReduceSum', [lowering.emit('Exp', [below]), last], { keepdims: 1 });
  return lowering.emit('Sub', [below, lowering.emit('Log', [total])]);
}

const crossEntropyOperator = defineOperator<undefined, readonly [Tensor, Tensor, Tensor]>({
  name: 'crossEntropy',
  infer: ([logits]) => [{ type: 'float32', shape: [logits.dim(0), 1] }],
  lower: {
    cpu: (lowering, [logits, ...wanted]) => [
      lowerWeightedSum(lowering, lowerLogSoftmax(lowering, logits), wanted),
    ],
    webgpu: (lowering, [logits, ...wanted]) => [
      lowerWeightedSum(lowering, lowerLogSoftmaxBySteps(lowering, logits), wanted),
    ],
  },
  derivative: (gradient, { inputs: [logits, targets, weights] }) => {
    const scaled = multiply(weights, gradient);
    return [
      addPlaces(multiply(softmax(logits), sum(scaled, [1], { keepAxes: true })), targets, negate(scaled)),
      undefined,
      negate(multiply(pick(logSoftmax(logits), targets), gradient)),
    ];
  },
});

/** -Σₖ weights[m,k]·logProbabilities[m, targets[m,k]] */
function lowerWeightedSum(
  lowering: Lowering,
  logProbabilities: string,
  [targets, weights]: readonly [string, string],
): string {
  const picked = lowering.emit('GatherElements', [logProbabilities, targets], { axis: 1 });
  const weighted = lowering.emit('Mul', [picked, weights]);
  const sum = lowering.emit('ReduceSum', [weighted, lowering.integers([1])], { keepdims: 1 });
  return lowering.emit('Neg', [sum]);
}

/**
 * Cross-entropy between a weighted set of target classes and softmax(logits), for each row:
 * -Σₖ weights[m,k]·log softmax(logits)[m, targets[m,k]].
 *
 * One target of weight 1 is the usual loss of a masked language model; several targets weighted by a teacher's
 * probabilities make it distillation (Hinton et al. 2015), up to the teacher's own entropy.
 *
 * @param logits [m, classes]
 * @param targets [m, k], int32
 * @param weights [m, k]
 * @returns [m, 1], in nats
 */
export function crossEntropy(logits: Tensor, targets: Tensor, weights: Tensor): Tensor {
  return apply(crossEntropyOperator, [logits, targets, weights], undefined);
}

import { add, divide, input, multiply, relu, sqrt, subtract, sum } from '../graph/operators';
import type { Value } from '../graph/runtime';
import type { Tensor } from '../graph/tensor';
import { decays, type AdamWOptions } from './adamw';

/** A trained weight in a graph: its numbers, its first and second moment. */
export interface WeightState {
  readonly weight: Tensor;
  readonly first: Tensor;
  readonly second: Tensor;
}

/** The inputs of a graph that an update needs besides: all of them scalars. */
const names = {
  learningRate: 'learning rate',
  firstCorrection: 'correction of first moments',
  secondCorrection: 'correction of second moments',
} as const;
const learningRate = input(names.learningRate, 'float32', []);
const firstCorrection = input(names.firstCorrection, 'float32', []);
const secondCorrection = input(names.secondCorrection, 'float32', []);

/** Those inputs for one update; `updates` are done before it. */
export function updateInputs(rate: number, updates: number, options: AdamWOptions): Record<string, Value> {
  const { beta1, beta2 } = options;
  const scalar = (value: number): Value => ({ data: Float32Array.of(value), shape: [] });
  return {
    [names.learningRate]: scalar(rate),
    [names.firstCorrection]: scalar(1 / (1 - beta1 ** (updates + 1))),
    [names.secondCorrection]: scalar(1 / Math.sqrt(1 - beta2 ** (updates + 1))),
  };
}

/** What `AdamW` does to the weights, as part of a graph: clipping, and an update of each weight by its gradient. */
export function updated(
  states: ReadonlyMap<string, WeightState>,
  gradients: ReadonlyMap<string, Tensor>,
  options: AdamWOptions,
): Map<string, WeightState> {
  const scale = clippingScale([...gradients.values()], options.clipNorm);
  const next = new Map<string, WeightState>();
  for (const [name, gradient] of gradients) {
    const state = states.get(name);
    if (!state) throw new Error(`no weight ${name} is trained`);
    next.set(name, updatedWeight(name, state, multiply(gradient, scale), options));
  }
  return next;
}

/** The formula stands at the kernel that does the same on the processor, `kernel/adamw.as.ts`. */
function updatedWeight(
  name: string,
  { weight, first, second }: WeightState,
  gradient: Tensor,
  { beta1, beta2, epsilon, weightDecay, rateScale }: AdamWOptions,
): WeightState {
  const rate = multiply(learningRate, rateScale(name));
  const m = add(multiply(first, beta1), multiply(gradient, 1 - beta1));
  const v = add(multiply(second, beta2), multiply(multiply(gradient, gradient), 1 - beta2));
  const denominator = add(multiply(sqrt(v), secondCorrection), epsilon);
  const kept = decays(name) ? multiply(weight, subtract(1, multiply(rate, weightDecay))) : weight;
  const move = divide(multiply(m, multiply(rate, firstCorrection)), denominator);
  return { weight: subtract(kept, move), first: m, second: v };
}

/** Clipping by the norm of all gradients together (Pascanu et al. 2013), as PyTorch's `clip_grad_norm_`. */
function clippingScale(gradients: readonly Tensor[], clipNorm: number): Tensor {
  // Along the last axis first, which leaves enough sums for a graphics card to work on at once.
  const squares = gradients.map((gradient) => sum(sum(multiply(gradient, gradient), [-1])));
  const norm = sqrt(squares.reduce((total, square) => add(total, square)));
  const scale = divide(clipNorm, add(norm, 1e-6));
  return subtract(1, relu(subtract(1, scale))); // the smaller one of 1 and scale
}

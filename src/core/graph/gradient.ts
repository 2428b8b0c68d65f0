import assert from 'node:assert/strict';
import { add } from './operators/elementwise';
import { filled } from './operators/source';
import { inOrder, type Node, type Tensor } from './tensor';

/**
 * The gradients of a scalar `loss` by each of `parameters`, as tensors of the same graph.
 *
 * Reverse-mode differentiation (Linnainmaa 1970): nodes are visited from the loss backwards, each handing the
 * gradient by its value on to its inputs; contributions to the same tensor add up. Branches that lead to no parameter
 * are not visited.
 */
export function gradients(loss: Tensor, parameters: readonly Tensor[]): Tensor[] {
  assert(loss.shape.length === 0, 'the loss is a scalar');
  const order = inOrder([loss]);
  const wanted = dependingOn(new Set(parameters), order);
  const total = new Map<Tensor, Tensor>([[loss, filled(1, [])]]);
  const recomputed = new Map<Tensor, Tensor>();
  for (const node of order.toReversed()) {
    const gradient = total.get(node.outputs[0]);
    if (!gradient) continue;
    const contributions = node.operator.derivative(gradient, rereading(node, recomputed));
    node.inputs.forEach((input, index) => {
      const contribution = contributions[index];
      if (!contribution || !wanted.has(input)) return;
      const sum = total.get(input);
      total.set(input, sum ? plus(sum, contribution) : contribution);
    });
  }
  return parameters.map((parameter) => {
    const gradient = total.get(parameter);
    assert(gradient, 'the loss depends on every parameter');
    return gradient;
  });
}

/** `node` as its derivative sees it: inputs that cost little are computed once more instead of being kept. */
function rereading(node: Node, recomputed: Map<Tensor, Tensor>): Node {
  const inputs = node.inputs.map((input) => {
    const again =
      recomputed.get(input) ??
      (input === input.node.outputs[0] ? input.node.operator.recompute?.(input.node) : undefined);
    if (again) recomputed.set(input, again);
    return again ?? input;
  });
  return { ...node, inputs };
}

function plus(sum: Tensor, contribution: Tensor): Tensor {
  const { node } = contribution;
  return node.operator.addTo?.(sum, node) ?? add(sum, contribution);
}

/** `parameters` and every tensor computed from one of them. */
function dependingOn(parameters: ReadonlySet<Tensor>, order: readonly Node[]): Set<Tensor> {
  const depending = new Set(parameters);
  for (const node of order) {
    if (node.inputs.some((input) => depending.has(input))) depending.add(node.outputs[0]);
  }
  return depending;
}

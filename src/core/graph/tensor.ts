import assert from 'node:assert/strict';
import type { Device } from './devices/device';
import type { Lowering } from './lowering';
import { fromFront, type Dim, type ElementType, type Shape, type TensorType } from './shape';

/** A value in a graph: one output of one node. Nothing is computed until a graph is lowered and run. */
export class Tensor {
  constructor(
    readonly node: Node,
    readonly type: ElementType,
    readonly shape: Shape,
  ) {}

  /** The size of one axis, counted from the end when negative. */
  dim(axis: number): Dim {
    const size = this.shape[fromFront(axis, this.shape.length)];
    assert(size !== undefined, `no axis ${axis} in [${this.shape.join()}]`);
    return size;
  }
}

type Tensors = readonly Tensor[];
type NamesOf<T extends Tensors> = { readonly [K in keyof T]: string };
type TypesOf<T extends Tensors> = { readonly [K in keyof T]: TensorType };

/** Writes ONNX nodes that compute the outputs from the named inputs; returns the outputs' names. */
export type Lower<
  Attributes = unknown,
  Inputs extends Tensors = Tensors,
  Outputs extends Tensors = readonly [Tensor],
> = (
  lowering: Lowering,
  inputs: NamesOf<Inputs>,
  node: Node<Attributes, Inputs, Outputs>,
) => readonly string[];

type Lowers<One> = Readonly<Record<Device, One>> & { readonly standard?: One };

/**
 * One kind of node in a tensor graph. Everything the program knows about an operator stands in its definition: what
 * comes out, how it is written in ONNX, and how it is differentiated.
 *
 * The first output is the operator's value. Further ones are by-products that its derivative uses; no gradient flows
 * through them.
 */
export interface Operator<
  Attributes = unknown,
  Inputs extends Tensors = Tensors,
  Outputs extends Tensors = readonly [Tensor],
> {
  readonly name: string;
  /** Types and shapes of the outputs. */
  infer(inputs: Inputs, attributes: Attributes): TypesOf<Outputs>;
  /**
   * How it is written in ONNX: in one way, or in one for each device where not all have a kernel for the same; and, where
   * the processor's has operators of ONNX Runtime's own, in those of the standard for other runtimes.
   */
  readonly lower: Lower<Attributes, Inputs, Outputs> | Lowers<Lower<Attributes, Inputs, Outputs>>;
  /** Its value added to `sum`, where that takes less than computing and adding it. */
  addTo?(sum: Tensor, node: Node<Attributes, Inputs, Outputs>): Tensor;
  /** The gradient of a loss by each input (`undefined`: none), from its gradient by the first output. */
  derivative(gradient: Tensor, node: Node<Attributes, Inputs, Outputs>): readonly (Tensor | undefined)[];
  /**
   * Its value once more, in steps of which its derivative takes most anyway. Derivatives of other operators read this,
   * so that the value need not be kept until then.
   */
  recompute?(node: Node<Attributes, Inputs, Outputs>): Tensor;
}

export interface Node<
  Attributes = unknown,
  Inputs extends Tensors = Tensors,
  Outputs extends Tensors = readonly [Tensor],
> {
  readonly operator: Operator<Attributes, Inputs, Outputs>;
  readonly inputs: Inputs;
  readonly attributes: Attributes;
  readonly outputs: Outputs;
}

/** Every operator there is, by name. */
export const operators = new Map<string, Operator>();

/** Makes an operator known under its name, so that whoever must treat them all (the gradient check) finds it. */
export function defineOperator<
  Attributes,
  Inputs extends Tensors,
  Outputs extends Tensors = readonly [Tensor],
>(operator: Operator<Attributes, Inputs, Outputs>): Operator<Attributes, Inputs, Outputs> {
  assert(!operators.has(operator.name), `${operator.name} is defined once`);
  // Seen through the map, an operator is only enumerated, never applied to inputs that are not its own.
  operators.set(operator.name, operator as unknown as Operator);
  return operator;
}

/** Adds a node to the graph and returns its first output. */
export function apply<Attributes, Inputs extends Tensors, Outputs extends Tensors>(
  operator: Operator<Attributes, Inputs, Outputs>,
  inputs: Inputs,
  attributes: Attributes,
): Tensor {
  const outputs: Tensor[] = [];
  // A node and its outputs point at each other, so the node is made with its outputs still missing.
  const node = { operator, inputs, attributes, outputs } as unknown as Node;
  const types: readonly TensorType[] = operator.infer(inputs, attributes);
  for (const { type, shape } of types) outputs.push(new Tensor(node, type, shape));
  const [value] = outputs;
  assert(value, `${operator.name} has an output`);
  return value;
}

/** The nodes that `tensors` depend on, each after those it depends on. */
export function inOrder(tensors: Tensors): Node[] {
  const order = new Set<Node>();
  const entered = new Set<Node>();
  const pending = tensors.map((tensor) => tensor.node).reverse();
  for (let node = pending.at(-1); node; node = pending.at(-1)) {
    if (entered.has(node)) {
      order.add(node);
      pending.pop();
    } else {
      entered.add(node);
      for (const input of node.inputs.toReversed()) if (!entered.has(input.node)) pending.push(input.node);
    }
  }
  return [...order];
}

import assert from 'node:assert/strict';
import {
  type AttributeValue,
  type OnnxGraph,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
} from './onnx/model';
import type { Device } from './devices/device';
import type { Dim, Shape, TensorType } from './shape';
import { inOrder, type Node, type Tensor } from './tensor';

/** What a graph is written for: a device of ONNX Runtime, or any runtime that knows the standard. */
export type Target = Device | 'standard';

/** A graph in the operators of a target. */
export interface LoweredGraph {
  readonly graph: OnnxGraph;
  /** The sizes of the axes of the inputs. */
  readonly inputs: ReadonlyMap<string, Shape>;
  /** Further inputs, of 64-bit integers: these shapes, with the sizes that the inputs of a run have. */
  readonly shapeInputs: ReadonlyMap<string, Shape>;
}

/**
 * A graph that computes the named `outputs`, in operators that the target has kernels for.
 *
 * A tensor may stand in more than one place of the graph; it is computed once.
 */
export function lower(outputs: Readonly<Record<string, Tensor>>, target: Target): LoweredGraph {
  const lowering = new Lowering(target);
  const names = new Map<Tensor, string>();
  const nameOf = (tensor: Tensor): string => {
    const name = names.get(tensor);
    if (name === undefined) throw new Error(`${tensor.node.operator.name} is used before it is computed`);
    return name;
  };
  for (const node of inRuntimeOrder(Object.values(outputs))) {
    const { lower } = node.operator;
    const write = typeof lower === 'function' ? lower : (lower[target] ?? lower.cpu);
    const lowered = write(lowering, node.inputs.map(nameOf), node);
    const tensors: readonly Tensor[] = node.outputs;
    tensors.forEach((tensor, index) => names.set(tensor, lowered[index] ?? ''));
  }
  for (const [name, tensor] of Object.entries(outputs)) lowering.output(name, nameOf(tensor), tensor);
  return lowering.finish();
}

/**
 * The nodes in an order that makes the runtime save memory. It works from the last output backwards and, of two inputs
 * of a node, computes the one first that stands later in the model. So the nodes are sorted by depth: what depends on
 * most is computed first, and what the backward pass needs of the forward pass only when it is needed. Sources come
 * first, as inputs tell the sizes that other nodes ask for; outputs come last, in the order given.
 */
function inRuntimeOrder(outputs: readonly Tensor[]): Node[] {
  const order = inOrder(outputs);
  const used = new Set(order.flatMap(({ inputs }) => inputs.map(({ node }) => node)));
  const last = new Set(
    outputs.map(({ node }) => node).filter((node) => !used.has(node) && node.inputs.length > 0),
  );
  const depths = new Map<Node, number>();
  const depth = (node: Node): number => depths.get(node) ?? 0;
  for (const node of order) {
    depths.set(node, 1 + Math.max(0, ...node.inputs.map((input) => depth(input.node))));
  }
  return [...order.filter((node) => !last.has(node)).sort((a, b) => depth(a) - depth(b)), ...last];
}

interface EmittedNode extends OnnxNode {
  /** How many of its outputs, from the first, it must have; of the others it has those that are used. */
  readonly required: number;
}

/** Collects the ONNX nodes, constants, inputs and outputs of one graph. */
export class Lowering {
  private readonly nodes: EmittedNode[] = [];
  private readonly constants: OnnxTensor[] = [];
  private readonly inputs: OnnxValue[] = [];
  private readonly outputs: OnnxValue[] = [];
  private readonly integerLists = new Map<string, string>();
  private readonly filledTensors = new Map<string, string>();
  /** For each named size, an input and its axis that tell it. */
  private readonly toldBy = new Map<string, readonly [input: string, axis: number]>();
  /** The named sizes that have been asked for, and the values that hold them. */
  private readonly sizes = new Map<string, string>();
  private readonly shapeInputs = new Map<string, Shape>();
  /** The values of nodes that are not outputs of the graph so far. */
  private readonly unnamed = new Set<string>();
  /** The names that values have as outputs of the graph. */
  private readonly outputNames = new Map<string, string>();
  private count = 0;

  constructor(private readonly target: Target) {}

  /** Declares an input; the sizes it names are known from here on. */
  input(name: string, value: TensorType): string {
    this.inputs.push({ name, ...value });
    value.shape.forEach((dim, axis) => {
      if (typeof dim === 'string' && !this.toldBy.has(dim)) this.toldBy.set(dim, [name, axis]);
    });
    return name;
  }

  /**
   * Hands a value over as an output, which gives it the name. What is not computed but given, or has the name of another
   * output already, is copied.
   */
  output(name: string, value: string, type: TensorType): void {
    const owner = this.unnamed.has(value) ? value : this.emit('Identity', [value]);
    this.unnamed.delete(owner);
    this.outputNames.set(owner, name);
    this.outputs.push({ name, ...type });
  }

  constant(data: Float32Array | Int32Array | BigInt64Array, shape: readonly number[]): string {
    const name = this.fresh('constant');
    this.constants.push({ name, data, shape });
    return name;
  }

  scalar(value: number): string {
    return this.constant(Float32Array.of(value), []);
  }

  /** A 1-D constant of 64-bit integers, as ONNX takes axes and shapes; equal lists are stored once. */
  integers(values: readonly number[]): string {
    const key = values.join();
    const name =
      this.integerLists.get(key) ?? this.constant(BigInt64Array.from(values, BigInt), [values.length]);
    this.integerLists.set(key, name);
    return name;
  }

  /**
   * `shape` as a 1-D tensor of integers, with the sizes that are known only when the graph runs. The processor takes
   * them from the inputs; WebGPU has no kernels for 64-bit integers and is given the shape as an input of its own.
   */
  dims(shape: Shape): string {
    if (shape.every((dim) => typeof dim === 'number')) return this.integers(shape);
    if (this.target === 'webgpu') {
      const name = `shape [${shape.join()}]`;
      this.shapeInputs.set(name, shape);
      return name;
    }
    return this.emit(
      'Concat',
      shape.map((dim) => this.size(dim)),
      { axis: 0 },
    );
  }

  /** A tensor of one value in every place; equal ones are made once. */
  filled(value: number, shape: Shape): string {
    const key = `${value} in ${shape.join()}`;
    const name = this.filledTensors.get(key) ?? this.fill(value, shape);
    this.filledTensors.set(key, name);
    return name;
  }

  private fill(value: number, shape: Shape): string {
    if (shape.length === 0) return this.scalar(value);
    return this.target === 'webgpu'
      ? this.emit('Expand', [this.scalar(value), this.dims(shape)])
      : this.emit('ConstantOfShape', [this.dims(shape)], { value: Float32Array.of(value) });
  }

  /** Adds an ONNX node with one output; returns the output's name. */
  emit(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    { domain = '' } = {},
  ): string {
    const [output = ''] = this.emitMany(operator, inputs, attributes, 1, { domain });
    return output;
  }

  /** Adds an ONNX node with several outputs, of which the first few are `required`; returns their names. */
  emitMany(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>>,
    count: number,
    { domain = '', required = count } = {},
  ): readonly string[] {
    assert(this.target !== 'standard' || domain === '', `${operator} is of the standard`);
    const outputs = Array.from({ length: count }, () => this.fresh(operator));
    for (const output of outputs) this.unnamed.add(output);
    this.nodes.push({ operator, domain, inputs, outputs, attributes, required });
    return outputs;
  }

  finish(): LoweredGraph {
    const shapes = [...this.shapeInputs].map(([name, shape]): OnnxValue => ({
      name,
      type: 'int64',
      shape: [shape.length],
    }));
    const named = (name: string): string => this.outputNames.get(name) ?? name;
    const used = new Set([...this.nodes.flatMap(({ inputs }) => inputs), ...this.outputNames.keys()]);
    const graph: OnnxGraph = {
      nodes: this.nodes.map(({ required, ...node }) => ({
        ...node,
        inputs: node.inputs.map(named),
        // ONNX knows by an empty name that an output is left out.
        outputs: node.outputs.map((name, place) => (place < required || used.has(name) ? named(name) : '')),
      })),
      constants: this.constants,
      inputs: [...this.inputs, ...shapes],
      outputs: this.outputs,
    };
    const inputs = new Map(this.inputs.map(({ name, shape }) => [name, shape]));
    return { graph, inputs, shapeInputs: this.shapeInputs };
  }

  private size(dim: Dim): string {
    if (typeof dim === 'number') return this.integers([dim]);
    const told = this.toldBy.get(dim);
    if (!told) throw new Error(`no input tells the size ${dim}`);
    const [input, axis] = told;
    const size = this.sizes.get(dim) ?? this.emit('Shape', [input], { start: axis, end: axis + 1 });
    this.sizes.set(dim, size);
    return size;
  }

  private fresh(operator: string): string {
    return `${operator}_${this.count++}`;
  }
}

import type { AttributeValue, OnnxGraph, OnnxNode, OnnxTensor, OnnxValue } from '../../graph/onnx/model';

/** An ONNX graph while it is rewritten: nodes are added in order, each in the place of what it replaces. */
export class GraphEditor {
  private readonly nodes: OnnxNode[] = [];
  private readonly constants: Map<string, OnnxTensor>;
  private count = 0;

  /** @param purpose begins the names of what is added, so that they are no one else's */
  constructor(
    { constants }: OnnxGraph,
    private readonly purpose: string,
  ) {
    this.constants = new Map(constants.map((constant) => [constant.name, constant]));
  }

  /** The constant of a name; nothing when it is computed or given. */
  find(name: string | undefined): OnnxTensor | undefined {
    return name === undefined ? undefined : this.constants.get(name);
  }

  keep(node: OnnxNode): void {
    this.nodes.push(node);
  }

  /** Adds a node with one output, of a new name unless `output` says which; returns the name. */
  emit(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    output = this.fresh(),
  ): string {
    this.nodes.push({ operator, domain: '', inputs, outputs: [output], attributes });
    return output;
  }

  /** Adds a node with several outputs; returns their names. */
  emitMany(operator: string, inputs: readonly string[], count: number): string[] {
    const outputs = Array.from({ length: count }, () => this.fresh());
    this.nodes.push({ operator, domain: '', inputs, outputs, attributes: {} });
    return outputs;
  }

  constant(data: OnnxTensor['data'], shape: readonly number[]): string {
    const name = this.fresh();
    this.constants.set(name, { name, data, shape });
    return name;
  }

  scalar(value: number): string {
    return this.constant(Float32Array.of(value), []);
  }

  integers(...values: number[]): string {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length]);
  }

  /** The graph of what was added, without constants that nothing uses any more. */
  finish(inputs: readonly OnnxValue[], outputs: readonly OnnxValue[]): OnnxGraph {
    const used = new Set(this.nodes.flatMap((node) => node.inputs));
    const constants = [...this.constants.values()].filter(({ name }) => used.has(name));
    return { nodes: this.nodes, constants, inputs, outputs };
  }

  private fresh(): string {
    return `${this.purpose}_${this.count++}`;
  }
}

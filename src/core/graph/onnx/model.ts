import protobuf from 'protobufjs/light';
import type { ElementType, Shape } from '../shape';
import schema from './schema.json';

/** The few messages of the ONNX format (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto) that a graph needs. */

/** An attribute as ONNX tells them apart: INT, INTS, STRING, FLOAT or a one-dimensional TENSOR. */
export type AttributeValue = number | readonly number[] | string | Float | Float32Array;

/** A number that ONNX wants as a FLOAT also when it is whole. */
interface Float {
  readonly float: number;
}

export const float = (value: number): Float => ({ float: value });

export interface OnnxNode {
  readonly operator: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

export interface OnnxTensor {
  readonly name: string;
  readonly data: Float32Array | Int32Array | BigInt64Array;
  readonly shape: readonly number[];
}

export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType | 'int64';
  readonly shape: Shape;
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** Numbers of the enumerations TensorProto.DataType and AttributeProto.AttributeType. */
export const dataType = { float32: 1, int32: 6, int64: 7 } as const;
const attributeType = { float: 1, int: 2, string: 3, tensor: 4, ints: 7 } as const;

/** Version 8 of the format with operator set 18: what ONNX Runtime has read since 1.14. */
const formatVersion = 8;
const operatorSets = [
  { domain: '', version: 18 },
  { domain: 'com.microsoft', version: 1 },
];

const modelMessage = protobuf.Root.fromJSON(schema).lookupType('onnx.ModelProto');

export function encodeModel(graph: OnnxGraph): Uint8Array {
  const model = {
    irVersion: formatVersion,
    producerName: 'cloze-tuner',
    opsetImport: operatorSets,
    graph: {
      name: 'graph',
      node: graph.nodes.map((node, index) => ({
        name: `${node.operator}_${index}`,
        opType: node.operator,
        domain: node.domain,
        input: node.inputs,
        output: node.outputs,
        attribute: Object.entries(node.attributes).map(([name, value]) => ({ name, ...attribute(value) })),
      })),
      initializer: graph.constants.map(tensor),
      input: graph.inputs.map(value),
      output: graph.outputs.map(value),
    },
  };
  return modelMessage.encode(model).finish();
}

function attribute(value: AttributeValue): object {
  if (typeof value === 'number') return { type: attributeType.int, i: value };
  if (typeof value === 'string') return { type: attributeType.string, s: Buffer.from(value) };
  if (value instanceof Float32Array) {
    return { type: attributeType.tensor, t: tensor({ name: '', data: value, shape: [value.length] }) };
  }
  if ('float' in value) return { type: attributeType.float, f: value.float };
  return { type: attributeType.ints, ints: value };
}

function tensor({ name, data, shape }: OnnxTensor): object {
  const type = data instanceof Float32Array ? 'float32' : data instanceof Int32Array ? 'int32' : 'int64';
  return {
    name,
    dims: shape,
    dataType: dataType[type],
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  };
}

function value({ name, type, shape }: OnnxValue): object {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: dataType[type], shape: { dim } } } };
}

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
  readonly data: Float32Array | Int32Array | BigInt64Array | Int8Array;
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
export const dataType = { float32: 1, int8: 3, int32: 6, int64: 7 } as const;
const attributeType = { float: 1, int: 2, string: 3, tensor: 4, ints: 7 } as const;

/** TensorProto.DataLocation: not in the model. */
const external = 1;

/** Version 8 of the format with operator set 18: what ONNX Runtime has read since 1.14. */
const header = { irVersion: 8, producerName: 'cloze-tuner' };
const standardSet = { domain: '', version: 18 };
const runtimeSet = { domain: 'com.microsoft', version: 1 };

const messages = protobuf.Root.fromJSON(schema);
const modelMessage = messages.lookupType('onnx.ModelProto');
const graphMessage = messages.lookupType('onnx.GraphProto');
const tensorMessage = messages.lookupType('onnx.TensorProto');
const { ModelProto, GraphProto, TensorProto } = schema.nested.onnx.nested;

/** A model and its large constants, which lie beside it as if each were a file. */
export interface ModelWithData {
  readonly model: Uint8Array;
  readonly externalData: readonly { readonly path: string; readonly data: Uint8Array }[];
}

/**
 * The model as a file, piece by piece, for any program that knows the standard's operators: the graph must have no
 * others. The constants are pieces as they are: the library would copy a model as a whole, several times and without
 * letting anything else happen meanwhile.
 */
export function encodeModel(graph: OnnxGraph): Uint8Array[] {
  const { node, name, input, output } = graphFields(graph);
  return [
    modelMessage.encode(header).finish(),
    ...field(ModelProto.fields.graph, [
      graphMessage.encode({ node, name }).finish(),
      ...graph.constants.flatMap((constant) => field(GraphProto.fields.initializer, tensorPieces(constant))),
      graphMessage.encode({ input, output }).finish(),
    ]),
    modelMessage.encode({ opsetImport: [standardSet] }).finish(),
  ];
}

function tensorPieces(constant: OnnxTensor): Uint8Array[] {
  return [
    tensorMessage.encode(describe(constant)).finish(),
    ...field(TensorProto.fields.rawData, [bytesOf(constant)]),
  ];
}

/** A field of bytes or of a message: its number and length, then its pieces (https://protobuf.dev/programming-guides/encoding/). */
function field({ id }: { readonly id: number }, pieces: readonly Uint8Array[]): Uint8Array[] {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const tag = (id << 3) | lengthDelimited;
  return [protobuf.Writer.create().uint32(tag).uint32(length).finish(), ...pieces];
}

const lengthDelimited = 2;

/** The model without its large constants, which are not copied. */
export function encodeModelWithData(graph: OnnxGraph): ModelWithData {
  const isLarge = ({ data }: OnnxTensor): boolean => data.byteLength >= leastExternalBytes;
  const initializer = graph.constants.map((constant) =>
    isLarge(constant) ? externalTensor(constant) : tensor(constant),
  );
  const opsetImport = [standardSet, runtimeSet];
  const fields = { ...header, graph: { ...graphFields(graph), initializer }, opsetImport };
  const model = modelMessage.encode(fields).finish();
  const externalData = graph.constants
    .filter(isLarge)
    .map((constant) => ({ path: constant.name, data: bytesOf(constant) }));
  return { model, externalData };
}

/** Smaller constants stay in the model, where the runtime needs to see the values of some. */
const leastExternalBytes = 4096;

/** All but the constants. */
function graphFields(graph: OnnxGraph) {
  return {
    name: 'graph',
    node: graph.nodes.map((node, index) => ({
      name: `${node.operator}_${index}`,
      opType: node.operator,
      domain: node.domain,
      input: node.inputs,
      output: node.outputs,
      attribute: Object.entries(node.attributes).map(([name, value]) => ({ name, ...attribute(value) })),
    })),
    input: graph.inputs.map(value),
    output: graph.outputs.map(value),
  };
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

function tensor(constant: OnnxTensor): object {
  return { ...describe(constant), rawData: bytesOf(constant) };
}

function externalTensor(constant: OnnxTensor): object {
  const externalData = [
    { key: 'location', value: constant.name },
    { key: 'offset', value: '0' },
    { key: 'length', value: String(constant.data.byteLength) },
  ];
  return { ...describe(constant), externalData, dataLocation: external };
}

function describe({ name, data, shape }: OnnxTensor): object {
  return { name, dims: shape, dataType: dataType[typeOf(data)] };
}

function bytesOf({ data }: OnnxTensor): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function typeOf(data: OnnxTensor['data']): keyof typeof dataType {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof Int32Array) return 'int32';
  return data instanceof Int8Array ? 'int8' : 'int64';
}

function value({ name, type, shape }: OnnxValue): object {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: dataType[type], shape: { dim } } } };
}

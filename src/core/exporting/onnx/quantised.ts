import { setImmediate as turn } from 'node:timers/promises';
import { dataType, type OnnxGraph, type OnnxNode, type OnnxTensor } from '../../graph/onnx/model';
import { remembering } from '../../graph/remembering';
import { GraphEditor } from './graphEditor';

/**
 * Weights are rounded to 7 bits rather than 8: processors without instructions for sums of 8-bit products add up pairs
 * of them in 16 bits, which two products of 8 bits overflow.
 */
const largest = 64;

/**
 * Dynamic quantisation, as `quantize_dynamic` of ONNX Runtime does it: weights are integers with a scale for each
 * output; what they are multiplied with is rounded to 8 bits at each run, by its range. Tables that rows are read from
 * hold integers with a scale for each row. A quarter of the size, and faster where the processor has the instructions.
 *
 * @param signal ends it between two tables.
 */
export async function quantised(graph: OnnxGraph, signal: AbortSignal): Promise<OnnxGraph> {
  const editor = new GraphEditor(graph, 'quantised');
  const weights = remembering((name) => quantisedRows(editor, editor.find(name)));
  const rounded = remembering((name) => editor.emitMany('DynamicQuantizeLinear', [name], 3));
  for (const node of graph.nodes) {
    await turn(undefined, { signal });
    const [first = '', second = ''] = node.inputs;
    const table = node.operator === 'Gather' ? weights(first) : undefined;
    const factor = node.operator === 'Gemm' && node.attributes['transB'] === 1 ? weights(second) : undefined;
    if (table) readRows(editor, node, table);
    else if (factor) multiply(editor, node, factor, rounded(first));
    else editor.keep(node);
  }
  return editor.finish(graph.inputs, graph.outputs);
}

interface QuantisedRows {
  /** Integers [rows, columns]. */
  readonly rows: string;
  /** [rows, 1] and, the same numbers, [rows]. */
  readonly scaleColumn: string;
  readonly scales: string;
  /** The integers as a right factor: [columns, rows]. */
  readonly factor: () => string;
}

/** Nothing for what is not a constant table of floats. */
function quantisedRows(editor: GraphEditor, table: OnnxTensor | undefined): QuantisedRows | undefined {
  if (!(table?.data instanceof Float32Array) || table.shape.length !== 2) return undefined;
  const [count = 0, width = 0] = table.shape;
  const data = new Int8Array(count * width);
  const scales = new Float32Array(count);
  for (let row = 0; row < count; row++) {
    const [start, end] = [row * width, (row + 1) * width];
    const scale = largestIn(table.data, start, end) / largest || 1;
    // Not `Math.round`, which takes four times as long.
    for (let place = start; place < end; place++) {
      data[place] = Math.floor((table.data[place] ?? 0) / scale + 0.5);
    }
    scales[row] = scale;
  }
  const rows = editor.constant(data, [count, width]);
  let factor: string | undefined;
  return {
    rows,
    scaleColumn: editor.constant(scales, [count, 1]),
    scales: editor.constant(scales, [count]),
    factor: () => (factor ??= editor.emit('Transpose', [rows], { perm: [1, 0] })),
  };
}

/** Of the numbers' absolute values. */
function largestIn(numbers: Float32Array, start: number, end: number): number {
  let most = 0;
  for (let place = start; place < end; place++) most = Math.max(most, Math.abs(numbers[place] ?? 0));
  return most;
}

/** Gather: rows of a table. */
function readRows(
  editor: GraphEditor,
  { inputs, outputs }: OnnxNode,
  { rows, scaleColumn }: QuantisedRows,
): void {
  const [, numbers = ''] = inputs;
  const integers = editor.emit('Gather', [rows, numbers], { axis: 0 });
  const floats = editor.emit('Cast', [integers], { to: dataType.float32 });
  editor.emit('Mul', [floats, editor.emit('Gather', [scaleColumn, numbers], { axis: 0 })], {}, outputs[0]);
}

/** Gemm: a dense layer, with or without its bias. */
function multiply(
  editor: GraphEditor,
  { inputs, outputs }: OnnxNode,
  { factor, scales }: QuantisedRows,
  [values = '', scale = '', zero = '']: readonly string[],
): void {
  const [, , bias] = inputs;
  const sums = editor.emit('MatMulInteger', [values, factor(), zero]);
  const floats = editor.emit('Cast', [sums], { to: dataType.float32 });
  const products = [floats, editor.emit('Mul', [scale, scales])];
  if (bias === undefined) editor.emit('Mul', products, {}, outputs[0]);
  else editor.emit('Add', [editor.emit('Mul', products), bias], {}, outputs[0]);
}

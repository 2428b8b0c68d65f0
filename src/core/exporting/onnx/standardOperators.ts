import type { OnnxGraph, OnnxNode } from '../../graph/onnx/model';
import { GraphEditor } from './graphEditor';

/**
 * The same graph in operators of the ONNX standard alone, which every runtime has. ONNX Runtime puts its own back in
 * their place when it loads the graph.
 */
export function standardOperators(graph: OnnxGraph): OnnxGraph {
  const editor = new GraphEditor(graph, 'standard');
  for (const node of graph.nodes) {
    if (node.domain === '') editor.keep(node);
    else replace(editor, node);
  }
  return editor.finish(graph.inputs, graph.outputs);
}

function replace(editor: GraphEditor, { operator, inputs, outputs, attributes }: OnnxNode): void {
  const [a = '', b = ''] = inputs;
  const [output] = outputs;
  switch (operator) {
    case 'Gelu': {
      const half = editor.emit('Mul', [a, editor.scalar(0.5)]);
      const error = editor.emit('Erf', [editor.emit('Mul', [a, editor.scalar(Math.SQRT1_2)])]);
      editor.emit('Mul', [half, editor.emit('Add', [error, editor.scalar(1)])], {}, output);
      return;
    }
    case 'FusedMatMul': {
      const { transA, transB, alpha } = attributes;
      const product = editor.emit('MatMul', [swapped(editor, a, transA), swapped(editor, b, transB)]);
      const scale = typeof alpha === 'object' && 'float' in alpha ? alpha.float : 1;
      editor.emit('Mul', [product, editor.scalar(scale)], {}, output);
      return;
    }
    default:
      throw new Error(`${operator} has no counterpart in the standard`);
  }
}

/** The last two of four axes swapped, if `isSwapped`. */
function swapped(editor: GraphEditor, factor: string, isSwapped: unknown): string {
  return isSwapped === 1 ? editor.emit('Transpose', [factor], { perm: [0, 1, 3, 2] }) : factor;
}

import { paddingBias } from '../../bert/batch';
import { plainLayers, type WeightSource } from '../../bert/layers';
import { bertInputs, logits } from '../../bert/network';
import { lower } from '../../graph/lowering';
import { input } from '../../graph/operators';
import { dataType, type OnnxGraph, type OnnxValue } from '../../graph/onnx/model';
import type { BertConfig } from '../../modelFiles/config';
import { GraphEditor } from './graphEditor';

const sizes = ['batch_size', 'sequence_length'] as const;
const given = ['input_ids', 'attention_mask', 'token_type_ids'] as const;

/**
 * The network as Transformers.js and Optimum call a model for the task fill-mask: `input_ids`, `attention_mask` and
 * `token_type_ids`, int64 [batch, sequence], give `logits` [batch, sequence, vocabulary].
 *
 * What our own network takes as inputs is computed from these. All operators are of the ONNX standard, which every
 * runtime knows; ONNX Runtime puts its own back in their place when it loads the graph.
 */
export function taskGraph(config: BertConfig, weights: WeightSource): OnnxGraph {
  const {
    ids,
    positionIds,
    tokens: { length, bias: attentionBias },
  } = bertInputs();
  const sentences = input('sentences', 'int32', ['tokens']);
  const scores = logits(config, plainLayers(config, weights), {
    ids,
    positionIds,
    tokens: { length, bias: attentionBias },
    sentences,
  });
  const network = lower({ scores }, 'standard').graph;

  const editor = new GraphEditor(network, 'task');
  const flat = editor.integers(-1);
  editor.emit('Reshape', ['input_ids', flat], {}, 'ids');
  editor.emit('Reshape', ['token_type_ids', flat], {}, 'sentences');
  positions(editor, flat);
  bias(editor);
  for (const node of network.nodes) editor.keep(node);
  const shape = editor.emit(
    'Concat',
    [editor.emit('Shape', ['input_ids']), editor.integers(config.vocabSize)],
    {
      axis: 0,
    },
  );
  editor.emit('Reshape', ['scores', shape], {}, 'logits');
  return editor.finish(
    given.map((name): OnnxValue => ({ name, type: 'int64', shape: sizes })),
    [{ name: 'logits', type: 'float32', shape: [...sizes, config.vocabSize] }],
  );
}

/** `positionIds`: 0, 1, 2 … in each text. */
function positions(editor: GraphEditor, flat: string): void {
  const number = (value: number): string => editor.constant(BigInt64Array.of(BigInt(value)), []);
  const length = editor.emit('Gather', [editor.emit('Shape', ['input_ids']), number(1)]);
  const ofOne = editor.emit('Range', [number(0), length, number(1)]);
  const ofAll = editor.emit('Expand', [ofOne, editor.emit('Shape', ['input_ids'])]);
  editor.emit('Reshape', [ofAll, flat], {}, 'positionIds');
}

/** `attentionBias` [batch, 1, 1, sequence], from a mask that is 1 for tokens and 0 for padding. */
function bias(editor: GraphEditor): void {
  const mask = editor.emit('Cast', ['attention_mask'], { to: dataType.float32 });
  const missing = editor.emit('Sub', [editor.scalar(1), mask]);
  const below = editor.emit('Mul', [missing, editor.scalar(paddingBias)]);
  editor.emit('Unsqueeze', [below, editor.integers(1, 2)], {}, 'attentionBias');
}

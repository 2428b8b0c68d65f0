import { describe, expect, inject, test } from 'vitest';
import { embeddedModel } from '../../src/core/modelFiles/embeddedModel';
import { sharedFolder } from './support/folder';
import { clozeTuner, runPython, script } from './support/programs';
import { ourScores, sameScores } from './support/scores';

const interop = inject('interop');
const texts = ['龘龘是一位[MASK]军。', '诸葛[MASK]是蜀汉的将领。', '今天天气很[MASK]。', '[MASK]'];
const textsForTiny = ['三丁[MASK]万', '七下不与[MASK]', '[MASK]'];

describe.skipIf('missing' in interop)('transformers and peft', () => {
  if ('missing' in interop) return;
  const { python, results } = interop;
  const inFolder = sharedFolder();
  const expectSameScores = sameScores(python);

  test('read a fine-tuned model, new characters included, as we do', async () => {
    const exported = inFolder('merged');
    await clozeTuner('export', results.lora, '--format', 'hf', '--out', exported);
    await expectSameScores({ theirs: exported, ours: results.lora }, texts);
  });

  test('read a model that was trained in full as we do', async () => {
    const exported = inFolder('whole');
    await clozeTuner('export', results.full, '--format', 'hf', '--out', exported);
    await expectSameScores({ theirs: exported, ours: results.full }, textsForTiny);
  });

  test('read an adapter as we do, and we read it again', async () => {
    const exported = inFolder('adapter');
    await clozeTuner('export', results.lora, '--format', 'peft', '--out', exported);
    await expectSameScores({ theirs: exported, ours: results.lora }, texts);
    expect(await ourScores(exported, texts)).toEqual(await ourScores(results.lora, texts));
  });

  test('save models and adapters that we read as they do, and read such an adapter again', async () => {
    const [made, exported] = [inFolder('theirs'), inFolder('theirs again')];
    await runPython(python, script('make_theirs.py'), embeddedModel(), made);
    for (const name of ['model', 'adapter']) {
      const folder = `${made}/${name}`;
      await expectSameScores({ theirs: folder, ours: folder }, texts);
    }
    const filled = await clozeTuner('fill', '诸葛[MASK]是蜀汉的将领。', '--model', `${made}/adapter`);
    expect(filled).toContain('是蜀汉的将领。');
    await clozeTuner('export', `${made}/adapter`, '--format', 'peft', '--out', exported);
    await expectSameScores({ theirs: exported, ours: `${made}/adapter` }, texts);
  });

  test('give the scores that onnxruntime gives for our ONNX, in padded batches and for pairs', async () => {
    const [onnx, merged] = [inFolder('onnx'), inFolder('merged for onnx')];
    await clozeTuner('export', results.lora, '--format', 'onnx', '--out', onnx);
    await clozeTuner('export', results.lora, '--format', 'hf', '--out', merged);
    const difference = await runPython(python, script('compare_onnx.py'), onnx, merged);
    expect(Number(difference)).toBeLessThan(2e-4);
  });
});

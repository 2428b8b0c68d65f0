import { describe, expect, inject, test } from 'vitest';
import { sharedFolder } from './support/folder';
import { clozeTuner, runPython } from './support/programs';
import { sameScores } from './support/scores';

const interop = inject('interop');
const fewSteps = ['--steps', '2', '--batch-size', '4'];
const inTwoProcesses = ['-m', 'torch.distributed.run', '--standalone', '--nproc_per_node=2'];

describe.skipIf('missing' in interop)('the script of an export goes on training', () => {
  if ('missing' in interop) return;
  const { python, results } = interop;
  const inFolder = sharedFolder();
  const expectSameScores = sameScores(python);

  const exportTo = (folder: string, model: string, corpus: string): Promise<string> =>
    clozeTuner('export', model, '--format', 'python', '--corpus', corpus, '--out', folder);

  test('an adapter, in two processes, and we read what it has become as peft does', async () => {
    const folder = inFolder('adapter');
    await exportTo(folder, results.lora, results.loraCorpus);
    await runPython(python, ...inTwoProcesses, `${folder}/train.py`, ...fewSteps);
    const output = `${folder}/output`;
    const texts = ['龘龘是一位[MASK]军。', '诸葛[MASK]来了。'];
    await expectSameScores({ theirs: output, ours: output }, texts);
    expect(await clozeTuner('fill', '龘龘是一位[MASK]军。', '--model', output)).toContain('龘龘是一位');
  });

  test('a whole model, and we read what it has become as transformers does', async () => {
    const folder = inFolder('whole');
    await exportTo(folder, results.full, results.fullCorpus);
    await runPython(python, `${folder}/train.py`, ...fewSteps);
    const output = `${folder}/output`;
    await expectSameScores({ theirs: output, ours: output }, ['三丁[MASK]万', '[MASK]']);
  });
});

import { describe, expect, inject, test } from 'vitest';
import { sharedFolder } from './support/folder';
import { clozeTuner, runPython } from './support/programs';
import { expectSameScores } from './support/scores';

const interop = inject('interop');
const fewSteps = ['--steps', '2', '--batch-size', '4'];

describe.skipIf('missing' in interop)('the script of an export goes on training', () => {
  if ('missing' in interop) return;
  const { python, results } = interop;
  const inFolder = sharedFolder();

  test('an adapter, which comes back as a model of ours', async () => {
    const folder = inFolder('adapter');
    await clozeTuner(
      ...['export', results.lora, '--format', 'python', '--corpus', results.loraCorpus, '--out', folder],
    );
    await runPython(python, `${folder}/train.py`, ...fewSteps);
    const output = `${folder}/output`;
    await expectSameScores(python, { theirs: output, ours: output }, [
      '龘龘是一位[MASK]军。',
      '诸葛[MASK]来了。',
    ]);
    expect(await clozeTuner('fill', '龘龘是一位[MASK]军。', '--model', output)).toContain('龘龘是一位');
  });

  test('a whole model, started by torchrun', async () => {
    const folder = inFolder('whole');
    await clozeTuner(
      ...['export', results.full, '--format', 'python', '--corpus', results.fullCorpus, '--out', folder],
    );
    const launcher = ['-m', 'torch.distributed.run', '--standalone', '--nproc_per_node=1'];
    await runPython(python, ...launcher, `${folder}/train.py`, ...fewSteps);
    const output = `${folder}/output`;
    await expectSameScores(python, { theirs: output, ours: output }, ['三丁[MASK]万']);
  });
});

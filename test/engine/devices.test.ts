import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, describe, expect, it, vi } from 'vitest';

import type { DoneEvent } from '../../src/core/training/events';
import { clozeTuner, eventsIn, makeCorpus, sha256, tinyBase } from './commandLine';
import { noCardEnvironment } from './graphicsCard';
import { makeFolder } from './support';

const noCard = 'No suitable graphics card was found. The processor is used instead.';

afterEach(() => {
  vi.unstubAllEnvs();
});

function setEnvironment(values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) vi.stubEnv(name, value);
}

async function train(...options: string[]) {
  const out = join(await makeFolder(), 'result');
  const args = ['train', await makeCorpus(), '--out', out, '--base', tinyBase, '--steps', '12', '--json'];
  const { status, stdout } = await clozeTuner([...args, ...options]);
  expect(status).toBe(0);
  const events = eventsIn(stdout);
  const done = events.find((event): event is DoneEvent => event.type === 'done');
  if (!done) throw new Error('the run is not done');
  return { out, start: events[0], done };
}

describe.runIf(process.platform === 'linux')('where there is no graphics card', () => {
  it('a run that asks for one says so, and goes on on the processor as if it had not', async () => {
    setEnvironment(noCardEnvironment);
    const asked = await train('--device', 'webgpu');
    expect(asked.start).toMatchObject({ type: 'start', device: 'cpu', deviceProblem: noCard });
    const { out } = await train('--device', 'cpu');
    const name = 'adapter_model.safetensors';
    expect(await sha256(join(asked.out, name))).toBe(await sha256(join(out, name)));
  });

  it('a filling that asks for one says that and nothing else, and fills', async () => {
    setEnvironment(noCardEnvironment);
    const fill = ['fill', '三[MASK]上万', '--model', tinyBase, '--json'];
    const asked = await clozeTuner([...fill, '--device', 'webgpu']);
    expect(asked).toMatchObject({
      status: 0,
      stdout: (await clozeTuner(fill)).stdout,
      stderr: `${noCard}\n`,
    });
  });
});

describe('without the native library', () => {
  it('the runtime in WebAssembly learns the same', async () => {
    const native = await train();
    vi.stubEnv('CLOZE_TUNER_RUNTIME', 'web');
    const portable = await train();
    for (const figure of ['loss', 'top1', 'retention'] as const) {
      const expected = native.done.metrics[figure];
      expect(Math.abs(portable.done.metrics[figure] - expected), figure).toBeLessThan(1e-3);
    }
    const record: unknown = JSON.parse(await readFile(join(portable.out, 'run.json'), 'utf8'));
    expect(record).toHaveProperty('versions.onnxruntime-web');
    expect(record).not.toHaveProperty('versions.onnxruntime-node');
  });

  it('the runtime in WebAssembly fills', async () => {
    vi.stubEnv('CLOZE_TUNER_RUNTIME', 'web');
    const { status, stdout } = await clozeTuner(['fill', '三[MASK]上万', '--model', tinyBase, '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty('completions.0.text');
  });
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { tinyBase } from './commandLine';
import { makeFolder, startEngine } from './support';

test('an engine exports a model, and says why it cannot', async () => {
  const engine = startEngine();
  const out = join(await makeFolder(), 'web');
  await engine.client.request('export', { model: tinyBase, format: 'onnx', out });
  expect(existsSync(join(out, 'onnx/model_quantized.onnx'))).toBe(true);

  await expect(
    engine.client.request('export', { model: tinyBase, format: 'peft', out: join(out, 'adapter') }),
  ).rejects.toMatchObject({ failure: 'refused' });
});

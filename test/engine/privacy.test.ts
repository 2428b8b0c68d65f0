import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { expect, it } from 'vitest';

import { clozeTuner, makeCorpus, tinyBase, type Outcome } from './commandLine';
import { makeFolder } from './support';

const noNetwork = pathToFileURL(resolve(import.meta.dirname, 'noNetwork.mjs')).href;

/** The command line, which ends with status 99 as soon as it wants to use the network. */
function apart(...args: readonly string[]): Promise<Outcome> {
  return clozeTuner(args, { env: { NODE_OPTIONS: `--import ${noNetwork}` } });
}

it('nothing but an import from a hub uses the network', async () => {
  const [corpus, folder] = [await makeCorpus(), await makeFolder()];
  const model = join(folder, 'model');
  const commands = [
    ['train', corpus, '--base', tinyBase, '--out', model, '--steps', '2'],
    ['fill', '三丁[MASK]万', '--model', model],
    ['fill', '今天天气很[MASK]。'],
    ['eval', corpus, '--model', model],
    ['info', model],
    ['import', tinyBase, '--out', join(folder, 'imported')],
    ['export', model, '--format', 'hf', '--out', join(folder, 'hf')],
    ['export', model, '--format', 'onnx', '--out', join(folder, 'onnx')],
    ['export', model, '--format', 'peft', '--out', join(folder, 'peft')],
    ['export', model, '--format', 'python', '--out', join(folder, 'python'), '--corpus', corpus],
  ];
  for (const command of commands) {
    const { status, stderr } = await apart(...command);
    expect(stderr).not.toContain('network');
    expect([command[0], status]).toEqual([command[0], 0]);
  }
});

it('an import from a hub does', async () => {
  const out = join(await makeFolder(), 'model');
  expect(await apart('import', 'someone/model', '--out', out)).toMatchObject({ status: 99 });
});

import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { embeddedModel } from '../../src/core/modelFiles/embeddedModel';
import type { ImportProgress } from '../../src/protocol/engine';
import { LocalHub } from '../support/localHub';
import { LocalProxy } from '../support/localProxy';
import { clozeTuner, startClozeTuner, tinyBase } from './commandLine';
import { makeFolder, startEngine } from './support';

const id = 'someone/tiny';
const token = 'hf_secret';

let hub: LocalHub;
let folder: string;
let out: string;

beforeEach(async () => {
  hub = await LocalHub.start();
  await hub.addFolder(id, tinyBase);
  folder = await makeFolder();
  out = join(folder, 'model');
});

afterEach(() => hub.close());

/** Waits until the large file is on its way. */
function loading(): Promise<void> {
  return vi.waitFor(
    () => {
      if (hub.seenBy('files').length === 0) throw new Error('not yet');
    },
    { timeout: 60_000, interval: 50 },
  );
}

const rangesOfWeights = (): (string | undefined)[] => hub.seenBy('files').map(({ range }) => range);

describe('the command line', () => {
  const importing = ['import', id, '--out', 'model', '--endpoint'];

  it('imports a model that can be used, and knows where it is from', async () => {
    const { status, stdout, stderr } = await clozeTuner([...importing, hub.endpoint], { cwd: folder });
    expect(stderr).toContain('Written to model.');
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(await readdir(folder)).toEqual(['model']);

    const filled = await clozeTuner(['fill', '三[MASK]', '--model', 'model'], { cwd: folder });
    expect(filled.status).toBe(0);
    const info = await clozeTuner(['info', 'model', '--json'], { cwd: folder });
    expect(JSON.parse(info.stdout)).toMatchObject({
      kind: 'base',
      origin: { id, revision: 'main', endpoint: hub.endpoint },
    });
    expect((await clozeTuner(['info', 'model'], { cwd: folder })).stdout).toContain(`${id} (main, commit `);
  });

  it('goes on after Ctrl-C where it was', async () => {
    hub.trouble.delay = 300;
    const interrupted = startClozeTuner([...importing, hub.endpoint], { cwd: folder });
    await loading();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    interrupted.process.kill('SIGINT');
    expect(await interrupted.outcome).toMatchObject({
      status: 1,
      stdout: '',
      stderr: [
        `Waiting for the answer of ${hub.endpoint}…`,
        'Stopped. What was downloaded is kept; run the same command again to continue.\n',
      ].join('\n'),
    });
    expect(existsSync(out)).toBe(false);

    delete hub.trouble.delay;
    const { status } = await clozeTuner([...importing, hub.endpoint], { cwd: folder });
    expect(status).toBe(0);
    expect(rangesOfWeights()).toEqual(['bytes=0-', expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
    expect(await readdir(folder)).toEqual(['model']);
  });

  it('goes on after it was killed', async () => {
    hub.trouble.delay = 300;
    const killed = startClozeTuner([...importing, hub.endpoint], { cwd: folder });
    await loading();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    killed.process.kill('SIGKILL');
    await killed.outcome;

    delete hub.trouble.delay;
    const { status } = await clozeTuner([...importing, hub.endpoint], { cwd: folder });
    expect(status).toBe(0);
    expect(rangesOfWeights()).toEqual(['bytes=0-', expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
  });

  it('takes endpoint, token and proxy from the environment, and never tells the token', async () => {
    const proxy = await LocalProxy.start();
    await hub.addFolder('someone/secret', tinyBase, { token });
    const env = { HF_ENDPOINT: hub.endpoint, HF_TOKEN: token, http_proxy: proxy.address, no_proxy: '' };
    const imported = await clozeTuner(['import', 'someone/secret', '--out', 'model'], { cwd: folder, env });
    const refused = await clozeTuner(['import', 'someone/else', '--out', 'other'], { cwd: folder, env });
    await proxy.close();
    expect([imported.status, refused.status]).toEqual([0, 1]);
    expect(proxy.connections).toContain(new URL(hub.endpoint).host);
    for (const { stdout, stderr } of [imported, refused]) expect(stdout + stderr).not.toContain(token);
  });

  it('imports a folder', async () => {
    const { status } = await clozeTuner(['import', tinyBase, '--out', 'model'], { cwd: folder });
    expect(status).toBe(0);
    expect(existsSync(join(out, 'model.safetensors'))).toBe(true);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ended by %s while it imports a folder, says so and leaves nothing behind',
    async (signal) => {
      const importing = startClozeTuner(['import', embeddedModel(), '--out', 'model'], { cwd: folder });
      await expect
        .poll(() => readdir(folder), { interval: 5, timeout: 20_000 })
        .toEqual([expect.stringMatching('unfinished')]);
      importing.process.kill(signal);
      expect(await importing.outcome).toEqual({
        status: 1,
        signal: null,
        stdout: '',
        stderr: 'Stopped. Nothing was written to model.\n',
      });
      expect(await readdir(folder)).toEqual([]);
    },
  );
});

describe('an engine', () => {
  const source = () => ({ id, revision: 'main', endpoint: hub.endpoint });

  it('imports a model and tells how far it is', async () => {
    const { client } = startEngine();
    const progress: ImportProgress[] = [];
    const imported = await client.request(
      'import',
      { from: source(), out },
      {
        onProgress: (event) => {
          progress.push(event);
        },
      },
    );
    expect(imported).toEqual({ hasTrainedHead: false });
    expect(await readdir(folder)).toEqual(['model']);
    expect(progress.map(({ stage }) => stage)).toEqual(
      expect.arrayContaining(['finding', 'loading', 'checking']),
    );
  });

  it('that is let go when a person cancels leaves the rest to another', async () => {
    hub.trouble.delay = 300;
    const engine = startEngine();
    const stopping = new AbortController();
    const importing = engine.client.request('import', { from: source(), out }, { signal: stopping.signal });
    const cancelled = expect(importing).rejects.toMatchObject({ failure: 'cancelled' });
    await loading();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    stopping.abort();
    engine.release();
    await cancelled;
    await engine.exited;
    expect((await readdir(folder)).filter((name) => !name.startsWith('.'))).toEqual([]);

    delete hub.trouble.delay;
    await startEngine().client.request('import', { from: source(), out });
    expect(rangesOfWeights()).toEqual(['bytes=0-', expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
    expect(await readdir(folder)).toEqual(['model']);
  });

  it('that is let go while it writes a folder leaves nothing half-written', async () => {
    const engine = startEngine();
    const importing = engine.client.request('import', { from: { folder: embeddedModel() }, out });
    await expect
      .poll(() => readdir(folder, { recursive: true }), { interval: 2, timeout: 60_000 })
      .toContainEqual(expect.stringMatching(/unfinished.*config\.json$/));
    engine.release();
    await importing.catch(() => undefined); // it may have been done by then
    await engine.exited;
    expect((await readdir(folder)).filter((name) => name !== 'model')).toEqual([]);
  });

  it('refuses with a sentence that says what to do, without the token', async () => {
    const { client } = startEngine();
    const from = { ...source(), id: 'someone/else', token };
    const error: unknown = await client.request('import', { from, out }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      failure: 'refused',
      message: expect.stringContaining('There is no model someone/else') as string,
    });
    expect(JSON.stringify(error)).not.toContain(token);
  });
});

import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { inspect } from 'node:util';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { importFromHub } from '../../../src/core/importing/hub/importFromHub';
import type { ImportProgress } from '../../../src/core/importing/hub/transfer';
import { leaseFile, type Lease } from '../../../src/core/lease/lease';
import { readModelFolder } from '../../../src/core/modelFiles/modelFolder';
import { readOrigin } from '../../../src/core/modelFiles/origin';
import { LocalHub } from '../../support/localHub';
import { LocalProxy } from '../../support/localProxy';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

const tiny = resolve(import.meta.dirname, '../../fixtures/oracle/tiny');
const id = 'someone/tiny';
const patience = { retries: 2, firstPause: 5, longestPause: 1_000, silence: 300 };

const folder = temporaryFolder();
let hub: LocalHub;
let endpoint: string;
let commit: string;
let progress: ImportProgress[];

beforeEach(async () => {
  hub = await LocalHub.start();
  ({ endpoint } = hub);
  commit = await hub.addFolder(id, tiny);
  progress = [];
});

afterEach(async () => {
  await hub.close();
  vi.unstubAllEnvs();
});

interface Wanted {
  id?: string;
  revision?: string;
  token?: string;
  signal?: AbortSignal;
  report?: (progress: ImportProgress) => void;
}

const out = (): string => join(folder.path, 'model');

function importing({ signal = new AbortController().signal, report, ...wanted }: Wanted = {}) {
  const source = { id, revision: 'main', endpoint, ...wanted };
  return importFromHub(source, out(), {
    signal,
    patience,
    report: (event) => {
      progress.push(event);
      report?.(event);
    },
  });
}

/** The ranges that the weights were asked for in. */
const rangesOfWeights = (): (string | undefined)[] =>
  hub
    .seenBy('files')
    .filter(({ path }) => path.startsWith('/model.safetensors'))
    .map(({ range }) => range);

describe('a model of a hub', () => {
  it('is imported whole, with where it comes from', async () => {
    await importing();
    expect((await readModelFolder(out())).config.layers).toBe(2);
    expect(await readOrigin(out())).toMatchObject({ id, revision: 'main', commit, endpoint });
    expect(await readdir(folder.path)).toEqual(['model']);
  });

  it.each(['zip', 'shardedZip', 'shardedSafetensors'])(
    'is imported from the files of the layout %s',
    async (layout) => {
      await hub.addFolder(
        'someone/else',
        resolve(import.meta.dirname, '../../fixtures/variants/models', layout),
      );
      await importing({ id: 'someone/else' });
      expect((await readModelFolder(out())).config.hiddenSize).toBe(16);
    },
  );

  it('is imported although an editor has put a byte order mark before its configuration', async () => {
    const names = await readdir(tiny);
    const files = await Promise.all(
      names.map(async (name) => [name, await readFile(join(tiny, name))] as const),
    );
    const config = `\uFEFF${await readFile(join(tiny, 'config.json'), 'utf8')}`;
    hub.add(id, { ...Object.fromEntries(files), 'config.json': config });
    await importing();
    expect((await readModelFolder(out())).config.layers).toBe(2);
  });

  it('tells how far it is', async () => {
    await importing();
    const loading = progress.filter((event) => event.stage === 'loading');
    const received = loading.map((event) => event.received);
    expect(progress[0]).toEqual({ stage: 'finding', endpoint: hub.endpoint });
    expect(received).toEqual(received.toSorted((a, b) => a - b));
    expect(received.at(-1)).toBe(loading[0]?.total);
    expect(progress.at(-1)).toEqual({ stage: 'checking' });
  });

  it('is loaded without what it does not need', async () => {
    const files = { 'README.md': 'x', 'tf_model.h5': 'x'.repeat(20_000), 'pytorch_model.bin': 'x' };
    for (const name of await readdir(tiny)) {
      Object.assign(files, { [name]: await readFile(join(tiny, name)) });
    }
    hub.add(id, files);
    await importing();
    const resolved = hub.seenBy('hub').filter(({ path }) => path.includes('/resolve/'));
    const names = resolved.map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
    expect(names.toSorted()).toEqual(
      ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json', 'vocab.txt'].toSorted(),
    );
  });

  it.each(['v1.0', 'refs/pr/4'])('can be taken at the revision %s', async (revision) => {
    await hub.addFolder(id, tiny, { revisions: ['main', revision] });
    await importing({ revision });
    expect(await readOrigin(out())).toMatchObject({ revision });
  });
});

describe('a line that breaks', () => {
  it('is taken up where it broke', async () => {
    hub.trouble.breakAfter = 30_000;
    await importing();
    expect(rangesOfWeights()).toEqual(['bytes=0-', 'bytes=30000-']);
  });

  it('that falls silent counts as broken', async () => {
    hub.trouble.stallAfter = 30_000;
    await importing();
    expect(rangesOfWeights()).toEqual(['bytes=0-', 'bytes=30000-']);
  });

  it('leaves what was loaded to the next attempt, and nothing that looks like a model', async () => {
    const stopping = new AbortController();
    hub.trouble.delay = 60;
    const stopped = importing({
      signal: stopping.signal,
      report: (event) => {
        if (event.stage === 'loading' && event.received > 20_000) stopping.abort();
      },
    });
    await expect(stopped).rejects.toThrow();
    expect(existsSync(out())).toBe(false);
    expect((await readdir(folder.path)).filter((name) => !name.startsWith('.'))).toEqual([]);

    delete hub.trouble.delay;
    const [before] = rangesOfWeights();
    await importing();
    expect(before).toBe('bytes=0-');
    expect(rangesOfWeights()[1]).toMatch(/^bytes=[1-9]\d*-$/);
    expect((await readModelFolder(out())).config.layers).toBe(2);
    expect(await readdir(folder.path)).toEqual(['model']);
  });

  it('does not mix two states of a model', async () => {
    const stopping = new AbortController();
    const stopped = importing({
      signal: stopping.signal,
      report: (event) => {
        if (event.stage === 'loading' && event.received > 20_000) stopping.abort();
      },
    });
    hub.trouble.delay = 60;
    await expect(stopped).rejects.toThrow();
    hub.seen.length = 0;
    const deep = resolve(tiny, '../deep');
    const later = await hub.addFolder(id, deep);
    delete hub.trouble.delay;
    await importing();
    expect(rangesOfWeights()).toEqual(['bytes=0-']);
    expect(await readOrigin(out())).toMatchObject({ commit: later });
    expect(await readdir(folder.path)).toEqual(['model']);
  });

  it.each([
    ['brings nothing', { breakAfter: 0 }],
    ['brings the same again and again', { breakAfter: 30_000, ignoreRanges: true }],
  ])('is given up when it %s', async (_, trouble) => {
    Object.assign(hub.trouble, trouble, { breaks: Infinity });
    await expect(importing()).rejects.toThrow('cannot be reached');
  });

  it('starts over where the server knows no parts', async () => {
    hub.trouble.breakAfter = 30_000;
    hub.trouble.ignoreRanges = true;
    await importing();
    expect((await readModelFolder(out())).config.layers).toBe(2);
  });
});

describe('a hub in trouble', () => {
  it.each([
    [429, { 'retry-after': '0' }],
    [500, {}],
    [503, { 'retry-after': new Date(0).toUTCString() }],
  ])('is asked again after %i', async (status, headers) => {
    hub.fail(/\/revision\//, { status, headers });
    hub.fail(/\/tree\//, { status, headers });
    hub.fail(/model\.safetensors/, { status, headers }, patience.retries);
    await importing();
    expect(progress.filter(({ stage }) => stage === 'waiting')).toHaveLength(2 + patience.retries);
  });

  it('is given as long as it asks for', async () => {
    hub.fail(/\/tree\//, { status: 429, headers: { 'retry-after': '1' } });
    await importing();
    expect(progress).toContainEqual({ stage: 'waiting', seconds: 1 });
  });

  it.each([
    [429, {}, 'has received too many requests from this computer or network. Try again later.'],
    [
      429,
      { 'retry-after': '3600' },
      'has received too many requests from this computer or network. Try again later.',
    ],
    [500, {}, 'is in trouble (status 500). Try again later'],
  ])('is given up after %i with %j', async (status, headers, sentence) => {
    hub.fail(/\/tree\//, { status, headers }, Infinity);
    await expect(importing()).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(sentence) as string,
    });
  });
});

describe('a refusal', () => {
  it.each([
    ['a model that is not there', { id: 'someone/else' }, 'There is no model someone/else at'],
    ['a revision that is not there', { revision: 'v9' }, 'has no revision “v9”'],
    ['a private model', { id: 'someone/secret' }, 'if it is private, enter an access token'],
    [
      'a private model of others',
      { id: 'someone/secret', token: 'other' },
      'your access token does not open',
    ],
    ['a model with a licence', { id: 'someone/gated' }, 'Accept its licence at'],
    ['a licence that is not accepted', { id: 'someone/gated', token: 'other' }, 'accept it at'],
  ])('of %s says what to do', async (_, wanted, sentence) => {
    await hub.addFolder('someone/secret', tiny, { token: 'right' });
    await hub.addFolder('someone/gated', tiny, { token: 'right', gated: true });
    await expect(importing(wanted)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(sentence) as string,
    });
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('of a token that the hub does not know says so', async () => {
    hub.fail(/\/revision\//, { status: 401 });
    await expect(importing({ token: 'old' })).rejects.toThrow('does not accept the access token');
  });

  it('of a hub that cannot be reached names the mirror and the folder', async () => {
    await hub.close();
    const refused = importing();
    await expect(refused).rejects.toThrow('cannot be reached');
    await expect(refused).rejects.toThrow(/mirror .* import a folder/);
  });

  it('of what is no hub says so', async () => {
    hub.add('someone/odd', { 'config.json': '{}' });
    hub.fail(/\/revision\//, { status: 200, headers: { 'content-type': 'text/html' } });
    await expect(importing()).rejects.toThrow('does not answer as a model hub does');
  });

  it.each(['http://[', 'http://name:password@127.0.0.1/', 'file:///etc/passwd'])(
    'of a hub that sends on to no place where a file could be says so: %s',
    async (location) => {
      hub.fail(/vocab\.txt/, { status: 302, headers: { location } });
      await expect(importing()).rejects.toThrow('does not answer as a model hub does');
    },
  );

  it('of a hub that lists without end says so', async () => {
    hub.add(id, { ['x'.repeat(2 ** 24)]: '' });
    await expect(importing()).rejects.toThrow('does not answer as a model hub does');
  });

  it('of a model of another kind comes before its weights are loaded', async () => {
    const config = await readFile(join(tiny, 'config.json'), 'utf8');
    hub.add(id, {
      'config.json': config.replace('"model_type": "bert"', '"model_type": "gpt2"'),
      'vocab.txt': 'x',
      'model.safetensors': Buffer.alloc(50_000),
    });
    await expect(importing()).rejects.toThrow('someone/tiny/config.json describes a model of the type GPT-2');
    expect(hub.seenBy('files')).toEqual([]);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it.each([
    [['config.json'], 'it has no tokenizer.json / vocab.txt'],
    [['vocab.txt', 'model.safetensors'], 'it has no config.json'],
    [['adapter_config.json', 'adapter_model.safetensors'], 'an adapter of another one'],
    [['config.json', 'vocab.txt', 'tf_model.h5'], 'it has no model.safetensors / pytorch_model.bin'],
  ])('of a model with only %j says what is missing', async (names, sentence) => {
    hub.add(id, Object.fromEntries(names.map((name) => [name, '{}'])));
    await expect(importing()).rejects.toThrow(sentence);
  });
});

describe('a file that is not what the hub says', () => {
  it.each(['model.safetensors', 'vocab.txt'])('is refused: %s', async (name) => {
    const content = await readFile(join(tiny, name));
    content[content.length - 1] = (content.at(-1) ?? 0) ^ 1;
    hub.forge(name, content);
    await expect(importing()).rejects.toThrow(`${name} arrived damaged`);
    expect(existsSync(out())).toBe(false);
  });

  it('is refused when it is too long', async () => {
    hub.forge('model.safetensors', Buffer.alloc(200_000));
    await expect(importing()).rejects.toThrow('does not answer as a model hub does');
  });
});

describe('a full disk', () => {
  it('is noticed before the model is loaded', async () => {
    const sizes = new Map<string, Buffer>();
    for (const name of await readdir(tiny)) sizes.set(name, await readFile(join(tiny, name)));
    const huge = 2 ** 52;
    hub.add(id, Object.fromEntries(sizes));
    hub.claimSize('model.safetensors', huge);
    await expect(importing()).rejects.toThrow(/needs \d+ MB, but the disk of .* has only \d+ MB left/);
    expect(hub.seenBy('files')).toEqual([]);
  });
});

describe('a file that comes into the new folder meanwhile', () => {
  it('stays, and what was loaded is kept until the folder is free', async () => {
    const refused = importing({
      report: ({ stage }) => {
        if (stage !== 'checking') return;
        mkdirSync(out());
        writeFileSync(join(out(), 'notes.txt'), 'mine');
      },
    });
    await expect(refused).rejects.toThrow(`The folder ${out()} has other files in it.`);
    expect(await readdir(out())).toEqual(['notes.txt']);

    await rm(join(out(), 'notes.txt'));
    await importing();
    expect(rangesOfWeights()).toHaveLength(1);
    expect((await readModelFolder(out())).config.layers).toBe(2);
  });
});

describe('a token', () => {
  it('opens a private model, and is for the hub alone', async () => {
    await hub.addFolder('someone/secret', tiny, { token: 'right' });
    await importing({ id: 'someone/secret', token: 'right' });
    expect(new Set(hub.seenBy('hub').map(({ authorization }) => authorization))).toEqual(
      new Set(['Bearer right']),
    );
    expect(new Set(hub.seenBy('files').map(({ authorization }) => authorization))).toEqual(
      new Set([undefined]),
    );
  });
});

describe('a failure', () => {
  it('tells nothing of the token, in its causes neither', async () => {
    await hub.close();
    const error: unknown = await importing({ token: 'hf_secret' }).catch((reason: unknown) => reason);
    expect(inspect(error, { depth: 10, showHidden: true })).toContain('cannot be reached');
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('hf_secret');
  });
});

describe('a proxy', () => {
  it('of the environment is gone through, for the hub and for the large files', async () => {
    const proxy = await LocalProxy.start();
    vi.stubEnv('http_proxy', proxy.address);
    vi.stubEnv('no_proxy', '');
    await importing();
    await proxy.close();
    expect(new Set(proxy.connections).size).toBe(2);
    expect((await stat(out())).isDirectory()).toBe(true);
  });

  it('is left out for hosts that are named', async () => {
    vi.stubEnv('http_proxy', 'http://127.0.0.1:9');
    vi.stubEnv('no_proxy', '127.0.0.1');
    await importing();
    expect((await stat(out())).isDirectory()).toBe(true);
  });

  it('of another kind is refused without its password', async () => {
    vi.stubEnv('http_proxy', 'socks5://me:secret@127.0.0.1:9');
    vi.stubEnv('no_proxy', '');
    const refused = importing();
    await expect(refused).rejects.toThrow('The proxy cannot be used');
    await expect(refused).rejects.not.toThrow('secret');
  });
});

describe('what a killed process has left', () => {
  const staging = () => join(folder.path, '.downloads', `someone--tiny@${commit}`);
  const heldBy = async (pid: number): Promise<void> => {
    const lease: Lease = { token: randomUUID(), pid, host: hostname(), takenAt: Date.now() };
    await mkdir(staging(), { recursive: true });
    await writeFile(join(staging(), leaseFile), JSON.stringify(lease));
  };

  it('does not stand in the way when it is gone', async () => {
    await heldBy(2 ** 22 + 1);
    await importing();
    expect(await readdir(folder.path)).toEqual(['model']);
  });

  it('is left alone while it is at work', async () => {
    await heldBy(process.ppid);
    await expect(importing()).rejects.toThrow('is being imported by another window or program');
  });
});

describe('two imports of the same model at a time', () => {
  it('are one where they begin at the same moment', async () => {
    const both = await Promise.allSettled([importing(), importing()]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('do not get into each other’s way', async () => {
    hub.trouble.delay = 5;
    const first = importing();
    await vi.waitFor(() => {
      expect(progress.some(({ stage }) => stage === 'loading')).toBe(true);
    }, 20_000);
    await expect(importing()).rejects.toThrow('is being imported by another window or program');
    await first;
    expect((await readModelFolder(out())).config.layers).toBe(2);
  });
});

import { existsSync } from 'node:fs';
import { appendFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { UserError } from '../../../src/core/errors';
import type * as ImportFolder from '../../../src/core/importing/importFolder';
import { importFromHub } from '../../../src/core/importing/hub/importFromHub';
import { explainingDiskErrors } from '../../../src/core/modelFiles/diskErrors';
import { Unreadable } from '../../../src/core/unreadable';
import { LocalHub } from '../../support/localHub';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

/** What goes wrong when a model that was loaded is checked the next time. */
let failure: Error | undefined;

vi.mock('../../../src/core/importing/importFolder', async (importOriginal) => {
  const original = await importOriginal<typeof ImportFolder>();
  return {
    importFolder: (source: string, out: string) => {
      const error = failure;
      failure = undefined;
      if (!error) return original.importFolder(source, out);
      return explainingDiskErrors(out, () => Promise.reject(error));
    },
  };
});

const tiny = resolve(import.meta.dirname, '../../fixtures/oracle/tiny');
const id = 'someone/tiny';
const folder = temporaryFolder();
let hub: LocalHub;

beforeEach(async () => {
  hub = await LocalHub.start();
  await hub.addFolder(id, tiny);
});

afterEach(() => hub.close());

const importing = () =>
  importFromHub({ id, revision: 'main', endpoint: hub.endpoint }, join(folder.path, 'model'), {
    signal: new AbortController().signal,
    report: () => undefined,
  });

it.each([
  ['the disk is full', Object.assign(new Error('made by the test'), { code: 'ENOSPC' })],
  ['the disk cannot be read', new Unreadable('made by the test')],
  ['the memory is too small', new RangeError('Array buffer allocation failed')],
])('what was loaded is kept when %s while it is checked', async (_, error) => {
  failure = error;
  await expect(importing()).rejects.toThrow();
  const loaded = hub.seenBy('files').length;
  await importing();
  expect(hub.seenBy('files')).toHaveLength(loaded);
  expect(await readdir(folder.path)).toEqual(['model']);
});

it('what was loaded is loaded anew where it is longer than the file', async () => {
  failure = new Unreadable('made by the test');
  await expect(importing()).rejects.toThrow();
  const kept = join(folder.path, '.downloads');
  for (const path of await readdir(kept, { recursive: true }))
    if (path.endsWith('.safetensors')) await appendFile(join(kept, path), 'more');
  const loaded = hub.seenBy('files').length;
  await importing();
  expect(hub.seenBy('files')).toHaveLength(loaded + 1);
});

it('what was loaded goes when the model turns out unusable', async () => {
  failure = new UserError('The model does not fit.');
  await expect(importing()).rejects.toThrow('The model does not fit.');
  expect(existsSync(join(folder.path, '.downloads'))).toBe(false);
});

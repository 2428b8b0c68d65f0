import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { ImportedModels } from '../../../src/models/importedModels';
import { ModelImporter } from '../../../src/models/modelImporter';
import type { Handlers } from '../../../src/protocol/channel';
import type { EngineContract, ImportProgress } from '../../../src/protocol/engine';
import { FakeEngine } from '../fakeEngine';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

const folder = temporaryFolder();
const from = { id: 'someone/tiny', revision: 'main', endpoint: 'https://hub' };
const imported = { hasTrainedHead: true };

type Import = Handlers<EngineContract>['import'];

/** Writes a model where it is asked to. */
const writing =
  (answer: Partial<typeof imported> = {}): Import =>
  async ({ out }, _signal, report) => {
    report({ stage: 'checking' });
    await mkdir(out);
    await writeFile(join(out, 'config.json'), '{}');
    return { ...imported, ...answer };
  };

function importer(handler: Import, accepts = true) {
  const models = new ImportedModels(folder.path);
  const engines: FakeEngine[] = [];
  const start = () => {
    const engine = new FakeEngine({ import: handler });
    engines.push(engine);
    return engine;
  };
  return { models, engines, importer: new ModelImporter(start, models, () => Promise.resolve(accepts)) };
}

describe('ModelImporter', () => {
  it('lists a model under its name, and lets its engine go', async () => {
    const { importer: made, models, engines } = importer(writing());
    const progress: ImportProgress[] = [];
    const entry = await made.import(from, 'tiny', {
      onProgress: (event) => {
        progress.push(event);
      },
    });
    expect(entry).toMatchObject({ id: 'imported/tiny', name: 'tiny', folder: join(folder.path, 'tiny') });
    expect(models.models()).toEqual([entry]);
    expect(progress).toEqual([{ stage: 'checking' }]);
    expect(engines.map(({ released }) => released)).toEqual([true]);
  });

  it('numbers a name that is taken', async () => {
    const { importer: made } = importer(writing());
    await made.import(from, 'tiny', {});
    expect(await made.import(from, 'tiny', {})).toMatchObject({ name: 'tiny (2)' });
  });

  it.each([
    [true, ['tiny']],
    [false, []],
  ])('keeps a model that guesses by chance only where that is wanted: %s', async (accepts, names) => {
    const { importer: made, models } = importer(writing({ hasTrainedHead: false }), accepts);
    await made.import(from, 'tiny', {});
    expect(models.models().map(({ name }) => name)).toEqual(names);
    expect(await readdir(folder.path)).toEqual(names);
  });

  it.each([
    [true, undefined],
    [false, true],
  ])('keeps with a model whether its head is trained (%s)', async (hasTrainedHead, untrainedHead) => {
    const { importer: made } = importer(writing({ hasTrainedHead }));
    const entry = await made.import(from, 'tiny', {});
    expect(entry?.untrainedHead).toBe(untrainedHead);
    expect(new ImportedModels(folder.path).models()).toEqual([entry]);
  });

  it('lists nothing when it fails', async () => {
    const { importer: made, models, engines } = importer(() => Promise.reject(new Error('no such model')));
    await expect(made.import(from, 'tiny', {})).rejects.toThrow('no such model');
    expect(models.models()).toEqual([]);
    expect(engines.map(({ released }) => released)).toEqual([true]);
  });

  it('lists nothing when it is cancelled', async () => {
    const stopping = new AbortController();
    const { importer: made, models } = importer((_, signal) => {
      stopping.abort();
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
      });
    });
    const importing = made.import(from, 'tiny', { signal: stopping.signal });
    await expect(importing).rejects.toMatchObject({ failure: 'cancelled' });
    expect(models.models()).toEqual([]);
  });
});

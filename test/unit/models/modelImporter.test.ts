import { randomUUID } from 'node:crypto';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it, vi } from 'vitest';

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

describe('ImportedModels', () => {
  it('does not list what is being loaded', async () => {
    await mkdir(join(folder.path, '.downloads'));
    expect(new ImportedModels(folder.path).models()).toEqual([]);
  });

  it.each([
    ['.mybert', 'mybert'],
    ['..', 'model'],
  ])('lists a model that was called %s as %s, as what is hidden is not listed', async (name, listed) => {
    const { importer: made, models } = importer(writing());
    expect(await made.import({ folder: `/home/${name}` }, name, {})).toMatchObject({ name: listed });
    expect(models.models()).toMatchObject([{ name: listed }]);
  });

  it('removes what hosts that were killed have left, and nothing that another window may be writing', async () => {
    const leftAt = async (time: number, suffix = ''): Promise<string> => {
      const name = `.${randomUUID()}${suffix}`;
      await mkdir(join(folder.path, name));
      await utimes(join(folder.path, name), time, time);
      return name;
    };
    const now = Date.now() / 1000;
    const twoDaysAgo = now - 2 * 24 * 60 * 60;
    await leftAt(twoDaysAgo);
    await leftAt(twoDaysAgo, '.unfinished-1-0');
    const recent = await leftAt(now - 60 * 60);
    const download = '.downloads';
    await mkdir(join(folder.path, download));
    await utimes(join(folder.path, download), twoDaysAgo, twoDaysAgo);
    new ImportedModels(folder.path);
    await vi.waitFor(async () => {
      expect((await readdir(folder.path)).toSorted()).toEqual([recent, download].toSorted());
    }, 20_000);
  });

  it('tells a model from another one that had the same name before', async () => {
    const models = new ImportedModels(folder.path);
    const written = (time: number) =>
      models.add('tiny', async (out) => {
        await mkdir(out);
        await utimes(out, time, time);
        return true;
      });
    const earlier = await written(1);
    if (earlier) await models.remove(earlier);
    const later = await written(2);
    expect(later).toMatchObject({ id: earlier?.id, folder: earlier?.folder });
    expect(later?.version).not.toBe(earlier?.version);
    expect(new ImportedModels(folder.path).models()).toEqual([later]);
  });

  it('finds what another window has imported and removed, and tells only that', async () => {
    const models = new ImportedModels(folder.path);
    const changed = vi.fn();
    models.onDidChange(changed);
    const { importer: other, models: others } = importer(writing());
    models.refresh();
    expect(changed).not.toHaveBeenCalled();
    const entry = await other.import(from, 'tiny', {});
    models.refresh();
    expect(models.models()).toEqual([entry]);
    if (entry) await others.remove(entry);
    models.refresh();
    expect(models.models()).toEqual([]);
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('removes a model with its files', async () => {
    const { importer: made, models } = importer(writing());
    const entry = await made.import(from, 'tiny', {});
    if (entry) await models.remove(entry);
    expect(models.models()).toEqual([]);
    expect(await readdir(folder.path)).toEqual([]);
  });
});

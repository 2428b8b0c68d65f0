import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it, vi } from 'vitest';

import { ImportedModels } from '../../../src/models/importedModels';
import { temporaryFolder } from '../modelFiles/temporaryFolder';
import { answers } from '../renamings';

vi.mock('node:fs/promises', async () => (await import('../renamings')).fileSystem());

const folder = temporaryFolder();

/** Writes a model where it is asked to. */
async function write(out: string): Promise<true> {
  await mkdir(out);
  await writeFile(join(out, 'config.json'), '{}');
  return true;
}

describe('an imported model', () => {
  it('is removed with its files', async () => {
    const models = new ImportedModels(folder.path);
    const entry = await models.add('tiny', write);
    if (entry) await models.remove(entry);
    expect(models.models()).toEqual([]);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('comes and goes also while another program looks at it', async () => {
    const models = new ImportedModels(folder.path);
    answers.push('EPERM', 'EBUSY');
    const entry = await models.add('tiny', write);
    expect(models.models()).toEqual([entry]);
    answers.push('EACCES');
    if (entry) await models.remove(entry);
    expect(models.models()).toEqual([]);
    expect(answers).toEqual([]);
  });

  it('is noticed, as is its removal, where another window has done it, and nothing else is', async () => {
    const [models, others] = [new ImportedModels(folder.path), new ImportedModels(folder.path)];
    const changed = vi.fn();
    models.onDidChange(changed);
    models.refresh();
    expect(changed).not.toHaveBeenCalled();
    const entry = await others.add('tiny', write);
    models.refresh();
    expect(models.models()).toEqual([entry]);
    if (entry) await others.remove(entry);
    models.refresh();
    expect(models.models()).toEqual([]);
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('is told from another one that had the same name before', async () => {
    const models = new ImportedModels(folder.path);
    const writtenAt = (time: number) =>
      models.add('tiny', async (out) => {
        await mkdir(out);
        await utimes(out, time, time);
        return true;
      });
    const earlier = await writtenAt(1);
    if (earlier) await models.remove(earlier);
    const later = await writtenAt(2);
    expect(later).toMatchObject({ id: earlier?.id, folder: earlier?.folder });
    expect(later?.version).not.toBe(earlier?.version);
    expect(new ImportedModels(folder.path).models()).toEqual([later]);
  });

  it.each([
    ['.mybert', 'mybert'],
    ['..', 'model'],
  ])('that was called %s is listed as %s, as what is hidden is not', async (name, listed) => {
    const models = new ImportedModels(folder.path);
    expect(await models.add(name, write)).toMatchObject({ name: listed });
    expect(models.models()).toMatchObject([{ name: listed }]);
  });
});

describe('the folder of imported models', () => {
  it('may have one in it that is being loaded, which is not listed', async () => {
    await mkdir(join(folder.path, '.downloads'));
    expect(new ImportedModels(folder.path).models()).toEqual([]);
  });

  it('may be one that cannot be looked at, at first or for a moment', async () => {
    const [place, disk] = [join(folder.path, 'models'), join(folder.path, 'disk')];
    await writeFile(place, '');
    const models = new ImportedModels(place);
    expect(models.models()).toEqual([]);
    const lead = async (to: string): Promise<void> => {
      await rm(place);
      await symlink(to, place);
      models.refresh();
    };
    await mkdir(disk);
    await lead(disk);
    const entry = await models.add('tiny', write);
    await lead(place); // in a circle
    expect(models.models()).toEqual([entry]);
  });

  it('is cleared of what hosts that were killed have left, and of nothing that another window may be writing', async () => {
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
});

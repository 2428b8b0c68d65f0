import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { merged, readModel } from '../../../src/core/bert/readModel';
import { UserError } from '../../../src/core/errors';
import { importFolder } from '../../../src/core/importing/importFolder';
import { embeddedModel } from '../../../src/core/modelFiles/embeddedModel';
import { fixture } from '../modelFiles/fixtures';
import { latinModel } from '../modelFiles/latinModel';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

const models = fixture('variants/models');
const folder = temporaryFolder();

describe('a folder that is imported', () => {
  it.each(readdirSync(models))('has the same numbers as %s, by ordinary names', async (name) => {
    const out = join(folder.path, 'imported');
    await importFolder(join(models, name), out);
    const [original, imported] = [await readModel(join(models, name)), await readModel(out)];
    expect(imported.weights).toEqual(original.weights);
    expect(imported.tokenizer.encode('一丁[MASK]').ids).toEqual(original.tokenizer.encode('一丁[MASK]').ids);
    expect((await readdir(out)).sort()).toEqual([
      'config.json',
      'model.safetensors',
      'tokenizer.json',
      'tokenizer_config.json',
      'vocab.txt',
    ]);
  });

  it.each([
    ['half', 'float16'],
    ['zipHalf', 'float16'],
    ['zip', 'float32'],
  ])('of %s has numbers of the type %s', async (name, dtype) => {
    const out = join(folder.path, 'imported');
    await importFolder(join(models, name), out);
    expect(JSON.parse(await readFile(join(out, 'config.json'), 'utf8'))).toMatchObject({ dtype });
  });

  it('has what an adapter learnt added to its base model', async () => {
    const adapter = fixture('variants/adapters/savedHead');
    const out = join(folder.path, 'imported');
    await importFolder(adapter, out);
    expect((await readModel(out)).weights).toEqual((await merged(await readModel(adapter))).weights);
  });

  it('is told to have a trained head or not', async () => {
    const trained = await importFolder(embeddedModel(), join(folder.path, 'trained'));
    expect(trained.hasTrainedHead).toBe(true);
    const random = await importFolder(join(models, 'zip'), join(folder.path, 'random'));
    expect(random.hasTrainedHead).toBe(false);
    const other = await importFolder(await latinModel(folder.path), join(folder.path, 'other'));
    expect(other.hasTrainedHead).toBe(false);
  });
});

describe('an import that fails leaves nothing behind', () => {
  it('of a folder that cannot be used', async () => {
    const source = join(folder.path, 'source');
    await cp(join(models, 'zip'), source, { recursive: true });
    await rm(join(source, 'vocab.txt'));
    const out = join(folder.path, 'imported');
    await expect(importFolder(source, out)).rejects.toThrow(UserError);
    expect(existsSync(out)).toBe(false);
  });

  it.each([
    ['while its head is checked', 1],
    ['while its weights are written', 2],
  ])('that is ended %s', async (_, moment) => {
    const ending = new AbortController();
    let asked = 0;
    vi.spyOn(ending.signal, 'throwIfAborted').mockImplementation(() => {
      if (++asked === moment) ending.abort();
    });
    const importing = importFolder(join(models, 'zip'), join(folder.path, 'imported'), ending.signal);
    await expect(importing).rejects.toThrow(/abort/);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('into a folder that has other files', async () => {
    const out = join(folder.path, 'imported');
    await mkdir(out);
    await writeFile(join(out, 'diary.txt'), '');
    await expect(importFolder(join(models, 'zip'), out)).rejects.toThrow(/has other files in it/);
    expect(await readdir(out)).toEqual(['diary.txt']);
  });
});

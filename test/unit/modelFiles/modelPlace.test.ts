import { cp, mkdir, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readModel } from '../../../src/core/bert/readModel';
import { UserError } from '../../../src/core/errors';
import { embeddedModel, isEmbedded, recordedName } from '../../../src/core/modelFiles/embeddedModel';
import { modelPlace } from '../../../src/core/modelFiles/modelPlace';
import { tinyModel } from './fixtures';
import { temporaryFolder } from './temporaryFolder';

const folder = temporaryFolder();
const [older, newer] = ['a'.repeat(40), 'b'.repeat(40)];
let cached: string;
let snapshots: string;

beforeEach(async () => {
  cached = join(folder.path, 'hub', 'models--owner--name');
  snapshots = join(cached, 'snapshots');
  await mkdir(join(cached, 'refs'), { recursive: true });
  await cp(tinyModel, join(cached, 'blobs'), { recursive: true });
  await addRevision(older);
});

/** As huggingface_hub does it: links to the files in `blobs`. */
async function addRevision(commit: string): Promise<void> {
  const dir = join(snapshots, commit);
  await mkdir(dir, { recursive: true });
  for (const name of await readdir(join(cached, 'blobs'))) {
    await symlink(join('..', '..', 'blobs', name), join(dir, name));
  }
}

async function refer(to: string, revision = 'main'): Promise<void> {
  const path = join(cached, 'refs', revision);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, to);
}

describe('a folder of the Hugging Face cache stands for', () => {
  it('the revision that refs/main names', async () => {
    await addRevision(newer);
    await refer(newer);
    expect(await modelPlace(cached)).toBe(join(snapshots, newer));
    const { folders, config } = await readModel(cached);
    expect(config.vocabSize).toBe(96);
    expect(folders).toEqual([await realpath(join(snapshots, newer))]);
  });

  it.each(['v1.0', 'refs/pr/1'])('the revision %s that is asked for', async (revision) => {
    await addRevision(newer);
    await refer(newer);
    await refer(older, revision);
    expect(await modelPlace(cached, revision)).toBe(join(snapshots, older));
    expect(await modelPlace(cached, older)).toBe(join(snapshots, older));
    expect(await modelPlace(cached, 'main')).toBe(join(snapshots, newer));
  });

  it('nothing where the revision that is asked for is not there, with how it comes there', async () => {
    await refer(older);
    await expect(modelPlace(cached, 'v2')).rejects.toThrow(
      `does not hold the revision “v2” of the model. Please download it there with “hf download owner/name --revision v2”.`,
    );
  });

  it('its only revision, be it another one than refs/main names, or named by none', async () => {
    expect(await modelPlace(cached)).toBe(join(snapshots, older));
    await refer(newer);
    expect(await modelPlace(cached)).toBe(join(snapshots, older));
  });

  it('nothing where it has several and refs/main names none', async () => {
    await addRevision(newer);
    await expect(modelPlace(cached)).rejects.toThrow(UserError);
    await expect(modelPlace(cached)).rejects.toThrow(
      `holds 2 revisions of the model, and its refs/main names none of them. Please choose one of the folders in ${snapshots}.`,
    );
  });

  it('nothing where its download is gone', async () => {
    await rm(join(snapshots, older), { recursive: true });
    await expect(modelPlace(cached)).rejects.toThrow(/holds no model: its folder “snapshots” is empty/);
  });

  it.each(['../..', '../../../elsewhere', '/', '.', ''])(
    'nothing that refs/main leads to: %j',
    async (ref) => {
      await cp(tinyModel, join(folder.path, 'elsewhere'), { recursive: true });
      await addRevision(newer);
      await refer(ref);
      await expect(modelPlace(cached)).rejects.toThrow(/names none of them/);
    },
  );
});

it('a model’s own folder stands for itself, whatever else is in it', async () => {
  await mkdir(join(cached, 'blobs', 'snapshots', older), { recursive: true });
  await mkdir(join(cached, 'blobs', 'refs'));
  expect(await modelPlace(join(cached, 'blobs'))).toBe(join(cached, 'blobs'));
  expect(await modelPlace(folder.path)).toBe(folder.path);
});

it('the embedded model is recorded by its name, and known by it', () => {
  const path = embeddedModel();
  expect(recordedName(path)).toBe('embedded');
  expect(isEmbedded({ name: recordedName(path), path })).toBe(true);
});

it('a model of the cache is recorded by its id', () => {
  expect(recordedName(join(snapshots, older))).toBe('owner/name');
  const path = join(folder.path, 'models--embedded', 'snapshots', older);
  expect(isEmbedded({ name: recordedName(path), path })).toBe(false);
});

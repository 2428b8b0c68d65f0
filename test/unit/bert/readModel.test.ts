import { cp, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadModel } from '../../../src/core/bert/loadModel';
import { merged, readModel } from '../../../src/core/bert/readModel';
import { UserError } from '../../../src/core/errors';
import { sha256OfFile } from '../../../src/core/modelFiles/hash';
import { writeRunRecord } from '../../../src/core/modelFiles/runRecord';
import { fixture } from '../modelFiles/fixtures';
import { padTables, padVocabulary } from '../modelFiles/padded';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

const folder = temporaryFolder();
const base = fixture('variants/models/safetensors');
const adapter = fixture('variants/adapters/queryValue');

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A copy of the adapter on top of another model. */
async function adapterOn(model: string | null, name: string): Promise<string> {
  const dir = join(folder.path, name);
  await cp(adapter, dir, { recursive: true });
  await pointTo(model, dir);
  return dir;
}

async function pointTo(model: string | null, dir: string): Promise<void> {
  const path = join(dir, 'adapter_config.json');
  const config = JSON.parse(await readFile(path, 'utf8')) as object;
  await writeFile(path, JSON.stringify({ ...config, base_model_name_or_path: model }));
}

/** The weights of a layer that the adapter adds to. */
async function queryOf(dir: string): Promise<Float32Array> {
  const { weights } = await merged(await readModel(dir));
  return weights.get('bert.encoder.layer.0.attention.self.query.weight')?.data ?? new Float32Array();
}

it.each(['config.json', 'tokenizer.json', 'model.safetensors'])(
  'a model whose %s cannot be read is refused in a sentence',
  async (name) => {
    const dir = join(folder.path, 'model');
    await cp(base, dir, { recursive: true });
    await rm(join(dir, name));
    await mkdir(join(dir, name));
    const reading = readModel(dir);
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(/ is not a file, but a folder, a named pipe or a device\. Please/);
  },
);

describe('an adapter', () => {
  it('that was learnt on top of another adds to what that one has learnt', async () => {
    const first = await adapterOn(base, 'first');
    const second = await adapterOn(first, 'second');
    const [plain, once, twice] = [await queryOf(base), await queryOf(first), await queryOf(second)];
    const expected = plain.map((weight, index) => 2 * (once[index] ?? NaN) - weight);
    const worst = twice.reduce(
      (most, weight, index) => Math.max(most, Math.abs(weight - (expected[index] ?? NaN))),
      0,
    );
    expect(once).not.toEqual(plain);
    expect(worst).toBeLessThan(1e-6);
  });

  it.each(['google-bert/bert-base-chinese', 'bert-base-chinese'])(
    'on the model %s of a hub is read on top of that in the cache',
    async (id) => {
      const cache = join(folder.path, 'hub');
      const revision = join(cache, `models--${id.replace('/', '--')}`, 'snapshots', 'a'.repeat(40));
      await cp(base, revision, { recursive: true });
      await mkdir(join(revision, '../../refs'));
      const dir = await adapterOn(id, 'onHub');
      vi.stubEnv('HF_HUB_CACHE', cache);
      expect((await readModel(dir)).folders).toEqual([await realpath(dir), await realpath(revision)]);
      expect(await queryOf(dir)).toEqual(await queryOf(await adapterOn(base, 'onFolder')));
    },
  );

  it('on a revision of a model of a hub is read on top of that one', async () => {
    const cache = join(folder.path, 'hub');
    const cached = join(cache, 'models--owner--name');
    await cp(base, join(cached, 'snapshots', 'a'.repeat(40)), { recursive: true });
    await cp(base, join(cached, 'snapshots', 'b'.repeat(40)), { recursive: true });
    await mkdir(join(cached, 'refs'));
    await writeFile(join(cached, 'refs/main'), 'b'.repeat(40));
    await writeFile(join(cached, 'refs/v1'), 'a'.repeat(40));
    vi.stubEnv('HF_HUB_CACHE', cache);
    const dir = await adapterOn('owner/name', 'onHub');
    const path = join(dir, 'adapter_config.json');
    const config = JSON.parse(await readFile(path, 'utf8')) as object;
    await writeFile(path, JSON.stringify({ ...config, revision: 'v1' }));
    expect((await readModel(dir)).folders[1]).toBe(await realpath(join(cached, 'snapshots', 'a'.repeat(40))));

    vi.stubEnv('HF_HUB_CACHE', folder.path);
    await expect(readModel(dir)).rejects.toThrow('“hf download owner/name --revision v1”');
    await writeFile(path, JSON.stringify({ ...config, revision: '../..' }));
    await expect(readModel(dir)).rejects.toThrow(
      'the field “revision” should be the name of a branch, tag or commit, but it is "../..".',
    );
  });

  it('on a model of a hub that is not in the cache is refused, with what to do about it', async () => {
    const dir = await adapterOn('google-bert/bert-base-chinese', 'onHub');
    vi.stubEnv('HF_HUB_CACHE', folder.path);
    await expect(readModel(dir)).rejects.toThrow(
      `The adapter ${dir} belongs to the base model google-bert/bert-base-chinese, which is not in the Hugging Face ` +
        `cache ${folder.path}. Please download it there with “hf download google-bert/bert-base-chinese”, or write ` +
        'the folder where it is into “base_model_name_or_path” in adapter_config.json.',
    );
  });

  it('on a model that is not on this computer is refused, with what to do about it', async () => {
    const dir = await adapterOn('../models/mine', 'onMissing');
    await expect(readModel(dir)).rejects.toThrow(
      `The model in ${dir} was learnt on top of the base model ../models/mine, which is not there. ` +
        'Please bring it there, or write the folder where it is into “base_model_name_or_path” in adapter_config.json.',
    );
  });

  it('whose vocabulary is padded, as that of its base model is, has learnt the same', async () => {
    const plain = fixture('variants/adapters/allBiases');
    const model = join(folder.path, 'padded');
    await cp(base, model, { recursive: true });
    await padVocabulary(model, 128);
    const dir = join(folder.path, 'adapter');
    await cp(plain, dir, { recursive: true });
    await padTables(join(dir, 'adapter_model.safetensors'), 128);
    await pointTo(model, dir);
    expect((await merged(await readModel(dir))).weights).toEqual(
      (await merged(await readModel(plain))).weights,
    );
  });

  it('that does not say its base model is refused as such', async () => {
    const dir = await adapterOn(null, 'onNone');
    await expect(readModel(dir)).rejects.toThrow(`The adapter ${dir} does not say what its base model is.`);
  });
});

describe('a result', () => {
  /** The adapter as a run leaves it that has learnt on top of a model, whose weights are in the file. */
  async function resultOn(
    model: string,
    file: string,
    { name = 'result', terms = ['三丁'] } = {},
  ): Promise<string> {
    const dir = await adapterOn(model, name);
    await writeRunRecord(dir, {
      base: { name: 'model', path: model, sha256: await sha256OfFile(join(model, file)) },
      method: 'lora',
      corpus: { sha256: 'a', files: [], sentences: 3 },
      settings: {},
      seed: 0,
      metrics: { before: {}, after: {} },
      terms,
      newCharacters: [],
      versions: {},
      created: '2026-01-02T03:04:05Z',
    });
    return dir;
  }

  /** The last number of the weights becomes its neighbour. */
  async function change(path: string): Promise<void> {
    const bytes = await readFile(path);
    bytes[bytes.length - 4] = (bytes.at(-4) ?? 0) ^ 1;
    await writeFile(path, bytes);
  }

  it('finds its base model, which has moved, where its config says', async () => {
    const [before, now] = [join(folder.path, 'before'), join(folder.path, 'now')];
    await cp(base, before, { recursive: true });
    const result = await resultOn(before, 'model.safetensors', { name: 'moved' });
    await rename(before, now);
    await expect(readModel(result)).rejects.toThrow(`the base model ${before}, which is not there`);
    await pointTo(now, result);
    expect((await readModel(result)).folders).toContain(await realpath(now));
  });

  it('is not used on other weights than it was learnt on', async () => {
    const model = join(folder.path, 'model');
    await cp(base, model, { recursive: true });
    const result = await resultOn(model, 'model.safetensors');
    expect((await readModel(result)).record?.terms).toEqual(['三丁']);
    await change(join(model, 'model.safetensors'));
    const reading = readModel(result);
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(
      `The model in ${result} was learnt on other weights than the base model ${model} has now.`,
    );
  });

  it('is not used on an adapter that has learnt something else since', async () => {
    const first = await adapterOn(base, 'first');
    const result = await resultOn(first, 'adapter_model.safetensors');
    expect((await readModel(result)).record?.terms).toEqual(['三丁']);
    await change(join(first, 'adapter_model.safetensors'));
    await expect(readModel(result)).rejects.toThrow('was learnt on other weights');
  });

  it('fills with the words of all results that it was learnt on', async () => {
    const first = await resultOn(base, 'model.safetensors', { name: 'first' });
    const second = await resultOn(first, 'adapter_model.safetensors', { name: 'second', terms: ['不与'] });
    const third = await adapterOn(second, 'third'); // another program's, without a record
    const last = await resultOn(third, 'adapter_model.safetensors', {
      name: 'last',
      terms: ['三丁', '上万'],
    });
    const loaded = await loadModel(last);
    await loaded.release();
    expect(loaded.terms).toEqual(['三丁', '上万', '不与']);
  });
});

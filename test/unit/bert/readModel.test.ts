import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { merged, readModel } from '../../../src/core/bert/readModel';
import { fixture } from '../modelFiles/fixtures';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

const folder = temporaryFolder();
const base = fixture('variants/models/safetensors');
const adapter = fixture('variants/adapters/queryValue');

/** A copy of the adapter on top of another model. */
async function adapterOn(model: string, name: string): Promise<string> {
  const dir = join(folder.path, name);
  await cp(adapter, dir, { recursive: true });
  const path = join(dir, 'adapter_config.json');
  const config = JSON.parse(await readFile(path, 'utf8')) as object;
  await writeFile(path, JSON.stringify({ ...config, base_model_name_or_path: model }));
  return dir;
}

/** The weights of a layer that the adapter adds to. */
async function queryOf(dir: string): Promise<Float32Array> {
  const { weights } = await merged(await readModel(dir));
  return weights.get('bert.encoder.layer.0.attention.self.query.weight')?.data ?? new Float32Array();
}

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
});

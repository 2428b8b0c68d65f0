import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSafetensors, writeSafetensors } from '../../../src/core/modelFiles/safetensors';

/** Adds rows of zeros to the tables of a model's vocabulary, as libraries do that make it a round size. */
export async function padVocabulary(dir: string, rows: number): Promise<void> {
  const config = join(dir, 'config.json');
  const json = JSON.parse(await readFile(config, 'utf8')) as object;
  await writeFile(config, JSON.stringify({ ...json, vocab_size: rows }));
  await padTables(join(dir, 'model.safetensors'), rows);
}

/** The same of the tables in a file of weights. */
export async function padTables(path: string, rows: number): Promise<void> {
  const { weights } = await readSafetensors(path);
  for (const [name, { shape, data }] of weights) {
    if (!/word_embeddings\.weight$|cls\.predictions\.(decoder\.)?bias$/.test(name)) continue;
    const [, ...row] = shape;
    const padded = new Float32Array((data.length / (shape[0] ?? 1)) * rows);
    padded.set(data);
    weights.set(name, { shape: [rows, ...row], data: padded });
  }
  await writeSafetensors(path, weights, { dtype: 'F32' });
}

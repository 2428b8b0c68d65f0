import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { readRunRecord, type RunRecord, writeRunRecord } from '../../../src/core/modelFiles/runRecord';
import { temporaryFolder } from './temporaryFolder';

const folder = temporaryFolder();

const record: RunRecord = {
  base: { name: 'embedded', path: '/models/base', sha256: 'ab'.repeat(32) },
  method: 'lora',
  corpus: { sha256: 'cd'.repeat(32), files: ['train.json'], sentences: 40 },
  settings: { epochs: 10, learningRate: 1e-3, device: 'cpu' },
  seed: 7,
  metrics: { before: { loss: 4.5, top1: 0.2 }, after: { loss: 1.5, top1: 0.7 } },
  terms: ['诸葛涛'],
  newCharacters: ['龘'],
  versions: { 'cloze-tuner': '0.1.0' },
  created: '2025-01-02T03:04:05.000Z',
};

describe('the record of a run', () => {
  it('reads as it was written', async () => {
    await writeRunRecord(folder.path, record);
    expect(await readRunRecord(folder.path)).toEqual(record);
    const sampled = { ...record, corpus: { ...record.corpus, sample: { of: 5000, capacity: 2000 } } };
    await writeRunRecord(folder.path, sampled);
    expect(await readRunRecord(folder.path)).toEqual(sampled);
    const short = { ...record, corpus: { ...record.corpus, checkedOnItself: true } };
    await writeRunRecord(folder.path, short);
    expect(await readRunRecord(folder.path)).toEqual(short);
    const further = { ...record, baseTerms: ['三丁'] };
    await writeRunRecord(folder.path, further);
    expect(await readRunRecord(folder.path)).toEqual(further);
  });

  it.each<[object, RegExp]>([
    [{ version: 2 }, /newer version/],
    [{ version: undefined }, /lacks the field “version”/],
    [{ method: 'magic' }, /“method” should be one of lora, full/],
    [{ seed: 0.5 }, /“seed”/],
    [{ base: { name: 'x', path: 'y' } }, /lacks the field “base\.sha256”/],
    [{ metrics: { before: { loss: 'low' }, after: {} } }, /“metrics\.before\.loss”/],
    [{ terms: '诸葛涛' }, /“terms” should be a list of texts/],
  ])('is refused when it says %o', async (change, message) => {
    await writeRunRecord(folder.path, record);
    const path = join(folder.path, 'run.json');
    await writeFile(
      path,
      JSON.stringify({ ...(JSON.parse(await readFile(path, 'utf8')) as object), ...change }),
    );
    const reading = readRunRecord(folder.path);
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(message);
  });

  it('is refused when it is missing', async () => {
    await expect(readRunRecord(folder.path)).rejects.toThrow(/run\.json is missing/);
  });
});

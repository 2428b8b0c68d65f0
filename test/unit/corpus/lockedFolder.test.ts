import type * as files from 'node:fs/promises';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { readCorpus } from '../../../src/core/corpus/readCorpus';
import { UserError } from '../../../src/core/errors';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

// As the system answers for a folder that is not to be looked into; root, as whom tests may run, may look into all.
vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof files>();
  const refusal = Object.assign(new Error('EACCES: permission denied'), {
    code: 'EACCES',
    syscall: 'scandir',
  });
  const readdir = (path: string, options: { withFileTypes: true }): Promise<unknown> =>
    basename(path) === 'locked' ? Promise.reject(refusal) : original.readdir(path, options);
  return { ...original, readdir };
});

const folder = temporaryFolder();
const onProgress = (): void => undefined;

it('a folder is used without those in it that cannot be looked into', async () => {
  const locked = join(folder.path, 'locked');
  await mkdir(locked);
  await writeFile(join(folder.path, 'a.txt'), '春天来了，花都开了。');
  const { train, report } = await readCorpus([folder.path], { onProgress });
  expect(train).toEqual(['春天来了，花都开了。']);
  const reason = `“${locked}” cannot be read (EACCES). Check that you may open it.`;
  expect(report.skipped).toEqual([{ reason }]);
});

it('a folder that cannot be looked into itself is refused in a sentence', async () => {
  const locked = join(folder.path, 'locked');
  await mkdir(locked);
  const reading = readCorpus([locked], { onProgress });
  await expect(reading).rejects.toThrow(UserError);
  await expect(reading).rejects.toThrow(`“${locked}” cannot be read (EACCES).`);
});

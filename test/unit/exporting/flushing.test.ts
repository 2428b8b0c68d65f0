import type * as FileSystem from 'node:fs/promises';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { exportModel } from '../../../src/core/exporting/exportModel';
import { fineTune } from '../../../src/core/training/fineTune';
import { temporaryFolder } from '../modelFiles/temporaryFolder';
import { tinyRequest, tinyText } from '../training/tinyRequest';

/** Files that were written and are not on the disk for sure. */
const unflushed = vi.hoisted(() => new Set<string>());

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof FileSystem>();
  const open = async (path: string, flags: string): Promise<FileSystem.FileHandle> => {
    const file = await original.open(path, flags);
    if (flags !== 'wx') return file;
    unflushed.add(path);
    const sync = file.sync.bind(file);
    file.sync = async () => {
      await sync();
      unflushed.delete(path);
    };
    return file;
  };
  const writeFile = async (path: string, data: string, options?: { flush?: boolean }): Promise<void> => {
    await original.writeFile(path, data, options);
    if (!options?.flush) unflushed.add(path);
  };
  return { ...original, open, writeFile };
});

const folder = temporaryFolder();

beforeEach(async () => {
  await fineTune(
    { ...tinyRequest(join(folder.path, 'result')), steps: 1 },
    () => undefined,
    new AbortController().signal,
  );
  unflushed.clear();
});

it.each([
  { format: 'hf' },
  { format: 'peft' },
  { format: 'onnx' },
  { format: 'python', corpus: { text: tinyText } },
] as const)('what is written for $format is on the disk before the folder has its name', async (form) => {
  const [model, out] = [join(folder.path, 'result'), join(folder.path, 'out')];
  await exportModel({ model, out, ...form });
  expect(await readdir(out)).toContain('README.md');
  expect([...unflushed]).toEqual([]);
});

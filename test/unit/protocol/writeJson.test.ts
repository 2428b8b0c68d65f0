import { spawnSync } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { writeJson } from '../../../src/protocol/writeJson';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

const folder = temporaryFolder();

it('what cannot be written leaves nothing half-made behind', async () => {
  await mkdir(join(folder.path, 'state.json', 'in-the-way'), { recursive: true });
  await expect(writeJson(join(folder.path, 'state.json'), {})).rejects.toThrow();
  expect(await readdir(folder.path)).toEqual(['state.json']);
});

it('takes along what a process that was killed has left of it', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  await writeFile(join(folder.path, `state.json.unfinished-${pid}-01234567-0`), '{');
  await writeJson(join(folder.path, 'state.json'), {});
  expect(await readdir(folder.path)).toEqual(['state.json']);
});

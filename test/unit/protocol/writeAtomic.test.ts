import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { writeJson } from '../../../src/protocol/writeAtomic';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

const folder = temporaryFolder();

it('what cannot be written leaves nothing half-made behind', async () => {
  await mkdir(join(folder.path, 'state.json', 'in-the-way'), { recursive: true });
  await expect(writeJson(join(folder.path, 'state.json'), {})).rejects.toThrow();
  expect(await readdir(folder.path)).toEqual(['state.json']);
});

import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { requireUsableFolder } from '../../../src/core/training/result';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

const folder = temporaryFolder();

it.each([
  ['text.txt', 'a text'],
  ['run.json', '{ "command": "of another program" }'],
  ['run.json', 'no JSON'],
])('a folder with files of others, such as %s, is not one for a result: %s', async (name, content) => {
  const out = join(folder.path, 'out');
  await mkdir(out);
  await writeFile(join(out, name), content);
  const asking = requireUsableFolder(out);
  await expect(asking).rejects.toThrow(UserError);
  await expect(asking).rejects.toThrow(`The folder ${out} has other files in it.`);
  expect(await readdir(out)).toEqual([name]);
});

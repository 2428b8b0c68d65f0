import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sha256OfFile } from '../../../src/core/modelFiles/hash';
import { temporaryFolder } from './temporaryFolder';

const folder = temporaryFolder();

it('the hash of files is the SHA-256 of their bytes, one after the other', async () => {
  const [first, second] = [join(folder.path, 'first'), join(folder.path, 'second')];
  await writeFile(first, 'ab');
  await writeFile(second, 'c');
  const ofAbc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(await sha256OfFile(first, second)).toBe(ofAbc);
});

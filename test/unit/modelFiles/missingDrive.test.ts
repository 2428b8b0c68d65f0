import type * as Path from 'node:path';
import { expect, it, vi } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { requireWritableFolder } from '../../../src/core/modelFiles/atomicFolder';

// Paths as Windows has them, where a whole drive may not be there.
vi.mock('node:path', async (importOriginal) => (await importOriginal<typeof Path>()).win32);

const dir = 'Z:\\models\\result';

it('a folder on a drive that is not there is refused in a sentence', async () => {
  const asking = requireWritableFolder(dir);
  await expect(asking).rejects.toThrow(UserError);
  await expect(asking).rejects.toThrow(`${dir} is not a folder that can be written to.`);
});

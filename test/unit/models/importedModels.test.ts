import { mkdir } from 'node:fs/promises';

import { describe, expect, it, vi } from 'vitest';

import { ImportedModels } from '../../../src/models/importedModels';
import { temporaryFolder } from '../modelFiles/temporaryFolder';
import { answers } from '../renamings';

vi.mock('node:fs/promises', async () => (await import('../renamings')).fileSystem());

const folder = temporaryFolder();

describe('an imported model', () => {
  it('comes and goes also while another program looks at it', async () => {
    const models = new ImportedModels(folder.path);
    answers.push('EPERM', 'EBUSY');
    const entry = await models.add('tiny', async (out) => {
      await mkdir(out);
      return true;
    });
    expect(models.models()).toEqual([entry]);
    answers.push('EACCES');
    if (entry) await models.remove(entry);
    expect(models.models()).toEqual([]);
    expect(answers).toEqual([]);
  });
});

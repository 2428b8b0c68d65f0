import { expect, it, vi } from 'vitest';

import { pickFolder } from '../../../src/host/folderPick';

const person = vi.hoisted((): { picks: unknown; told: string[] } => ({ picks: undefined, told: [] }));

vi.mock('vscode', () => ({
  l10n: { t: (message: string, value: string) => message.replace('{0}', value) },
  window: {
    showOpenDialog: () => Promise.resolve(person.picks),
    showErrorMessage: (message: string) => Promise.resolve(person.told.push(message)),
  },
}));

it('gives the path of a folder on a disk', async () => {
  person.picks = [{ scheme: 'file', fsPath: '/home/me' }];
  expect(await pickFolder('Where?', 'Here')).toBe('/home/me');
});

it('is cancelled in silence', async () => {
  person.picks = undefined;
  expect(await pickFolder('Where?', 'Here')).toBeUndefined();
  expect(person.told).toEqual([]);
});

it('says that a folder of a repository on the web is on no disk', async () => {
  person.picks = [{ scheme: 'vscode-vfs', path: '/owner/name', fsPath: '/owner/name' }];
  expect(await pickFolder('Where?', 'Here')).toBeUndefined();
  expect(person.told).toEqual(['/owner/name is not on a disk. Choose a folder that is.']);
});

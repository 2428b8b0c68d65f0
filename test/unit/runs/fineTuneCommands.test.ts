import type * as vscode from 'vscode';
import { expect, it, vi } from 'vitest';

import { ModelLibrary, type ModelEntry } from '../../../src/models/modelLibrary';
import { FineTuneCommands } from '../../../src/runs/fineTuneCommands';
import { FakeEngine } from '../fakeEngine';

/** Cancels the dialog. */
const showOpenDialog = vi.hoisted(() => vi.fn<(options: vscode.OpenDialogOptions) => Promise<undefined>>());

vi.mock('vscode', () => ({
  l10n: { t: (message: string) => message },
  window: { showOpenDialog },
}));

const embedded: ModelEntry = { id: 'embedded', name: 'E', kind: 'embedded', folder: 'folder', version: '' };
const library = new ModelLibrary(
  embedded,
  [],
  { get: () => undefined, update: () => Promise.resolve() },
  () => true,
);

it('files are picked from the texts, whether their names end in small letters or in capitals', async () => {
  const start = vi.fn();
  // Stands in for an address that nobody looks at.
  const sample = 'sample' as unknown as vscode.Uri;
  await new FineTuneCommands({ start }, library, () => new FakeEngine({}), sample).onFiles([]);
  const texts = showOpenDialog.mock.lastCall?.[0].filters?.['Texts'];
  expect(texts).toEqual(expect.arrayContaining(['txt', 'TXT', 'md', 'MD']));
  expect(start).not.toHaveBeenCalled();
});

import type * as vscode from 'vscode';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { ModelLibrary, type ModelEntry } from '../../../src/models/modelLibrary';
import { FineTuneCommands } from '../../../src/runs/fineTuneCommands';
import { FakeEngine } from '../fakeEngine';

/** Cancels the dialog. */
const showOpenDialog = vi.hoisted(() => vi.fn<(options: vscode.OpenDialogOptions) => Promise<undefined>>());

const TabInputText = vi.hoisted(
  () =>
    class {
      constructor(readonly uri: { scheme: string; fsPath: string }) {}
    },
);

/** What the tab in front holds, and what was told. */
const window = vi.hoisted((): { tab: unknown; told: string[] } => ({ tab: undefined, told: [] }));

/** What is open and edited, and what was saved of it. */
const edited = vi.hoisted(() => ({ path: '', isSaved: false }));

vi.mock('vscode', () => ({
  TabInputText,
  l10n: { t: (message: string) => message },
  workspace: {
    get textDocuments() {
      return [{ isDirty: true, uri: { scheme: 'file', fsPath: edited.path } }];
    },
    save: () => Promise.resolve((edited.isSaved = true)),
  },
  commands: { executeCommand: () => Promise.resolve() },
  window: {
    showOpenDialog,
    showInformationMessage: (message: string) => Promise.resolve(window.told.push(message)),
    tabGroups: {
      all: [],
      get activeTabGroup() {
        return { activeTab: window.tab && { input: window.tab } };
      },
    },
  },
}));

beforeEach(() => {
  Object.assign(window, { tab: undefined, told: [] });
  Object.assign(edited, { path: '', isSaved: false });
});

const embedded: ModelEntry = { id: 'embedded', name: 'E', kind: 'embedded', folder: 'folder', version: '' };
const library = new ModelLibrary(
  embedded,
  [],
  { get: () => undefined, update: () => Promise.resolve() },
  () => true,
);

function setUp() {
  const start = vi.fn();
  // Stands in for an address that nobody looks at.
  const sample = 'sample' as unknown as vscode.Uri;
  return { start, commands: new FineTuneCommands({ start }, library, () => new FakeEngine({}), sample) };
}

it('files are picked from the texts, whether their names end in small letters or in capitals', async () => {
  const { start, commands } = setUp();
  await commands.onFiles([]);
  const texts = showOpenDialog.mock.lastCall?.[0].filters?.['Texts'];
  expect(texts).toEqual(expect.arrayContaining(['txt', 'TXT', 'md', 'MD']));
  expect(start).not.toHaveBeenCalled();
});

it('what was edited of files is saved before they are learnt', async () => {
  edited.path = '/t/notes.md';
  const { start, commands } = setUp();
  start.mockImplementation(() => {
    expect(edited.isSaved).toBe(true);
  });
  // Of an address, no more is looked at.
  await commands.onFiles([{ scheme: 'file', fsPath: edited.path } as unknown as vscode.Uri]);
  expect(start).toHaveBeenCalledOnce();
});

describe('where VS Code shows no editor', () => {
  it('the file of a text that is too large to be shown is taken', async () => {
    edited.path = '/t/novel.txt';
    window.tab = new TabInputText({ scheme: 'file', fsPath: edited.path });
    const { start, commands } = setUp();
    await commands.onSelection();
    const corpus = { title: 'novel', label: 'novel.txt', files: ['/t/novel.txt'] };
    expect(start).toHaveBeenCalledWith(corpus, undefined);
    expect(window.told).toEqual([]);
    expect(edited.isSaved).toBe(true);
  });

  it.each<[string, unknown]>([
    ['nothing is open', undefined],
    ['what is open is no text', { uri: { scheme: 'file', fsPath: '/t/picture.png' } }],
    ['what is open is no file', new TabInputText({ scheme: 'untitled', fsPath: 'Untitled-1' })],
  ])('a text is asked for where %s', async (_, tab) => {
    window.tab = tab;
    const { start, commands } = setUp();
    await commands.onSelection();
    expect(start).not.toHaveBeenCalled();
    expect(window.told).toEqual(['Open a text first; you may select a part of it.']);
  });
});

import { readFile } from 'node:fs/promises';

import type * as vscode from 'vscode';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { ModelEntry } from '../../../src/models/modelLibrary';
import { FineTuneCommands } from '../../../src/runs/fineTuneCommands';
import { FakeEngine } from '../fakeEngine';
import { libraryOf } from '../models/libraryOf';

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

/** The untitled documents that are open, and those that were shown, and shown with ghost text, one after the other. */
const untitled = vi.hoisted((): Record<'open' | 'shown' | 'completed', FakeUntitled[]> => {
  return { open: [], shown: [], completed: [] };
});

interface FakeUntitled {
  readonly isUntitled: boolean;
  readonly uri: object;
  content: string;
  isClosed: boolean;
}

vi.mock('vscode', () => ({
  TabInputText,
  Range: class {
    readonly isEmpty = true;
  },
  l10n: { t: (message: string) => message },
  workspace: {
    get textDocuments() {
      return [{ isDirty: true, uri: { scheme: 'file', fsPath: edited.path } }, ...untitled.open];
    },
    openTextDocument: ({ content }: { content: string }) => {
      const document = {
        isUntitled: true,
        isClosed: false,
        uri: {},
        content,
        getText: () => document.content,
        lineAt: () => ({ range: { end: {} } }),
      };
      untitled.open.push(document);
      return Promise.resolve(document);
    },
    save: () => Promise.resolve((edited.isSaved = true)),
  },
  commands: {
    executeCommand: (name: string) => {
      if (name === 'editor.action.inlineSuggest.trigger')
        untitled.completed.push(...untitled.shown.slice(-1));
      return Promise.resolve();
    },
  },
  window: {
    showOpenDialog,
    showTextDocument: (document: FakeUntitled) => Promise.resolve(untitled.shown.push(document)),
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
  Object.assign(untitled, { open: [], shown: [], completed: [] });
});

const embedded: ModelEntry = { id: 'embedded', name: 'E', kind: 'embedded', folder: 'folder', version: '' };
const library = libraryOf(embedded);

function setUp() {
  const start = vi.fn();
  // Of an address, no more is looked at.
  const sample = { fsPath: 'samples' } as unknown as vscode.Uri;
  const completions = { completionsEnabled: true };
  const engine = () => new FakeEngine({});
  return {
    start,
    completions,
    commands: new FineTuneCommands({ start }, library, engine, sample, completions),
  };
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

it('the sample is learnt from a copy, as an update moves the file', async () => {
  const { start, commands } = setUp();
  await commands.onSample();
  const text = await readFile('samples/train.json', 'utf8');
  expect(start).toHaveBeenCalledWith({ title: 'Sample', label: 'train.json', text });
});

it.each([
  [true, []],
  [false, ['Completions in the editor are off.']],
])('the text with gaps says so where nothing is completed: %s', async (completionsEnabled, told) => {
  const { commands, completions } = setUp();
  completions.completionsEnabled = completionsEnabled;
  await commands.openExercise();
  expect(window.told).toEqual(told);
});

describe('the text with gaps, opened a second time', () => {
  async function openTwice(meanwhile: (document: FakeUntitled) => void): Promise<boolean> {
    const { commands } = setUp();
    await commands.openExercise();
    untitled.shown.forEach(meanwhile);
    await commands.openExercise();
    const [first, second] = untitled.shown;
    return first === second;
  }

  it('is the one that is open already', async () => {
    expect(await openTwice(() => undefined)).toBe(true);
  });

  it('is completed again', async () => {
    await openTwice(() => undefined);
    expect(untitled.completed).toEqual(untitled.shown);
  });

  it.each<[string, Partial<FakeUntitled>]>([
    ['written in', { content: '三国人物诸葛涛' }],
    ['closed', { isClosed: true }],
  ])('is a new one where the first was %s', async (_, change) => {
    expect(await openTwice((document) => Object.assign(document, change))).toBe(false);
  });
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

import { beforeEach, expect, it, vi } from 'vitest';

import { RequestError } from '../../../src/protocol/channel';
import { saveEdits } from '../../../src/runs/saving';

const vscode = vi.hoisted(() => {
  class TabInputText {
    constructor(readonly uri: { scheme: string; fsPath: string }) {}
  }
  return {
    TabInputText,
    l10n: { t: (message: string, path: string) => message.replace('{0}', path) },
    workspace: {
      textDocuments: [] as { isDirty: boolean; uri: { scheme: string; fsPath: string } }[],
      save: vi.fn<(uri: { fsPath: string }) => Promise<unknown>>((uri) => Promise.resolve(uri)),
    },
    window: { tabGroups: { all: [] as { tabs: { isDirty: boolean; input: unknown }[] }[] } },
  };
});

vi.mock('vscode', () => vscode);

const { workspace, window } = vscode;

beforeEach(() => {
  workspace.save.mockClear();
  workspace.textDocuments = [];
  window.tabGroups.all = [];
});

function edit(path: string, { isDirty = true, scheme = 'file' } = {}): void {
  workspace.textDocuments.push({ isDirty, uri: { scheme, fsPath: path } });
}

function openTab(path: string): void {
  const input = new vscode.TabInputText({ scheme: 'file', fsPath: path });
  window.tabGroups.all.push({ tabs: [{ isDirty: true, input }] });
}

function saved(): string[] {
  return workspace.save.mock.calls.map(([{ fsPath }]) => fsPath);
}

it('what was edited of the chosen files and in the chosen folders is saved, and nothing else', async () => {
  for (const path of ['/t/notes.md', '/t/other.md', '/texts/deep/a.txt']) edit(path);
  edit('/texts/as-it-was.txt', { isDirty: false });
  edit('/texts/Untitled-1', { scheme: 'untitled' });
  await saveEdits(['/t/notes.md', '/texts']);
  expect(saved()).toEqual(['/t/notes.md', '/texts/deep/a.txt']);
});

it('a text that is too large for a document is saved, too, and no other twice', async () => {
  edit('/t/notes.md');
  openTab('/t/notes.md');
  openTab('/t/novel.txt');
  await saveEdits(['/t']);
  expect(saved()).toEqual(['/t/notes.md', '/t/novel.txt']);
});

it('what cannot be saved is named', async () => {
  edit('/t/notes.md');
  workspace.save.mockResolvedValueOnce(undefined);
  const saving = saveEdits(['/t/notes.md']);
  await expect(saving).rejects.toThrow(RequestError);
  await expect(saving).rejects.toThrow(
    'What you changed in “/t/notes.md” could not be saved. Save it, then start again.',
  );
});

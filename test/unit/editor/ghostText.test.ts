import * as vscode from 'vscode';
import { expect, it, vi } from 'vitest';

import { GhostText } from '../../../src/editor/ghostText';
import { Suggestions } from '../../../src/editor/suggestions';
import { MaskFiller } from '../../../src/models/maskFiller';
import type { ModelEntry } from '../../../src/models/modelLibrary';
import { libraryOf } from '../models/libraryOf';
import { FakeDocument, Position, token } from './fakeEditor';

vi.mock('vscode', async () => ({
  InlineCompletionTriggerKind: { Automatic: 1 },
  InlineCompletionItem: class {
    constructor(readonly insertText: string) {}
  },
  Range: (await import('./fakeEditor')).Range,
}));

const embedded: ModelEntry = { id: 'a', name: 'a', kind: 'embedded', folder: 'a', version: '' };

/** What is offered in the gap of a document with such an address. */
async function offeredIn(scheme: string): Promise<vscode.InlineCompletionItem[]> {
  const completion = { text: '好', fillings: ['好'], probability: 1 };
  const filler = new MaskFiller({ request: () => Promise.resolve({ completions: [completion] }) });
  const provider = new GhostText(new Suggestions(filler), libraryOf(embedded), (error) => {
    throw error;
  });
  // All that is looked at of a document and of a place in it.
  const document = Object.assign(new FakeDocument('[MASK]'), { uri: { scheme } });
  return provider.provideInlineCompletionItems(
    document as unknown as vscode.TextDocument,
    new Position(0, 0) as unknown as vscode.Position,
    { triggerKind: vscode.InlineCompletionTriggerKind.Automatic, selectedCompletionInfo: undefined },
    token,
  );
}

it.each(['file', 'untitled', 'vscode-vfs'])('is offered in documents (%s)', async (scheme) => {
  expect(await offeredIn(scheme)).toMatchObject([{ insertText: '[MASK]好' }]);
});

it('is not offered in a box for comments, where the gap could not be taken away', async () => {
  expect(await offeredIn('comment')).toEqual([]);
});

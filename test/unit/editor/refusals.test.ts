import * as vscode from 'vscode';
import { describe, expect, it, vi } from 'vitest';

import { GhostText } from '../../../src/editor/ghostText';
import { GapQuickFixes } from '../../../src/editor/quickFixes';
import { Suggestions } from '../../../src/editor/suggestions';
import { MaskFiller } from '../../../src/models/maskFiller';
import type { ModelEntry } from '../../../src/models/modelLibrary';
import { RequestError, type Failure } from '../../../src/protocol/channel';
import { libraryOf } from '../models/libraryOf';
import { FakeDocument, Position, Range, token } from './fakeEditor';

vi.mock('vscode', () => ({
  CodeActionKind: {},
  CodeActionTriggerKind: { Automatic: 2 },
  InlineCompletionTriggerKind: { Automatic: 1 },
}));

const embedded: ModelEntry = { id: 'a', name: 'a', kind: 'embedded', folder: 'a', version: '' };
const library = libraryOf(embedded);
// All that is looked at of a document and of places in it.
const document = new FakeDocument('[MASK]') as unknown as vscode.TextDocument;
const start = new Position(0, 0) as unknown as vscode.Position;
const range = new Range(0, 0, 0, 0) as unknown as vscode.Range;

type Parts = ConstructorParameters<typeof GhostText>;

const providers: readonly [string, (...parts: Parts) => Promise<readonly unknown[]>][] = [
  [
    'ghost text',
    (...parts) =>
      new GhostText(...parts).provideInlineCompletionItems(
        document,
        start,
        { triggerKind: vscode.InlineCompletionTriggerKind.Automatic, selectedCompletionInfo: undefined },
        token,
      ),
  ],
  [
    'the light bulb',
    (...parts) =>
      new GapQuickFixes(...parts).provideCodeActions(
        document,
        range,
        { triggerKind: vscode.CodeActionTriggerKind.Automatic, diagnostics: [], only: undefined },
        token,
      ),
  ],
];

describe.each(providers)('where %s is asked about a gap that is not filled', (_, offersOf) => {
  /** What is told of after an engine has failed so. */
  async function toldAfter(failure: Failure): Promise<unknown[]> {
    const told: unknown[] = [];
    const filler = new MaskFiller({ request: () => Promise.reject(new RequestError(failure, 'No.')) });
    const offers = await offersOf(new Suggestions(filler), library, (error) => told.push(error));
    expect(offers).toEqual([]);
    return told;
  }

  it.each<Failure>(['refused', 'cancelled'])(
    'nothing is told where the reason is ordinary (%s)',
    async (failure) => {
      expect(await toldAfter(failure)).toEqual([]);
    },
  );

  it('a defect is told', async () => {
    expect(await toldAfter('broken')).toMatchObject([{ failure: 'broken' }]);
  });
});

import type * as vscode from 'vscode';
import { describe, expect, it, vi } from 'vitest';

import { selectionCorpus } from '../../../src/runs/corpora';
import { FakeDocument, Selection } from '../editor/fakeEditor';

vi.mock('vscode', () => ({
  l10n: { t: (message: string, name: string) => message.replace('{0}', name) },
}));

const text = '[\n"甲",\n"乙",\n"丙",\n"丁", "戊",\n"己"\n]';

type Place = [startLine: number, startCharacter: number, endLine: number, endCharacter: number];

function corpusOf(...selections: Place[]) {
  const document = Object.assign(new FakeDocument(text), { fileName: '/t/notes.json', languageId: 'json' });
  const editor = { document, selections: selections.map((place) => new Selection(...place)) };
  return selectionCorpus(editor as unknown as vscode.TextEditor); // as far as it is needed here
}

describe('a selection', () => {
  it('keeps the lines that it has in the document', () => {
    expect(corpusOf([2, 0, 3, 3])).toEqual({
      title: 'notes',
      label: 'Selection in notes.json',
      text: '\n\n"乙",\n"丙"',
      document: { uri: 'file:///a.txt', name: 'notes.json', language: 'json', line: 2 },
    });
  });

  it('in several parts keeps the lines of each, in the order of the document', () => {
    const { text, document } = corpusOf([5, 0, 5, 3], [1, 0, 2, 3]);
    expect(text).toBe('\n"甲",\n"乙"\n\n\n"己"');
    expect(document?.line).toBe(1);
  });

  it('in several parts on a line sets them apart', () => {
    expect(corpusOf([4, 0, 4, 3], [4, 5, 4, 8]).text).toBe('\n\n\n\n"丁"\n"戊"');
  });
});

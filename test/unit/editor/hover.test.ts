import type * as vscode from 'vscode';
import { describe, expect, it, vi } from 'vitest';

import { GapHover } from '../../../src/editor/hover';
import { Suggestions } from '../../../src/editor/suggestions';
import { MaskFiller } from '../../../src/models/maskFiller';
import type { ModelEntry } from '../../../src/models/modelLibrary';
import { RequestError } from '../../../src/protocol/channel';
import { libraryOf } from '../models/libraryOf';
import { FakeDocument, Position, token } from './fakeEditor';

vi.mock('vscode', async () => ({
  Range: (await import('./fakeEditor')).Range,
  Hover: class {
    constructor(readonly contents: unknown) {}
  },
  MarkdownString: class {
    constructor(public value = '') {}

    /** As VS Code does it. */
    appendText(text: string): this {
      this.value += text.replaceAll(' ', '&nbsp;');
      return this;
    }
  },
  l10n: {
    t: (message: string, ...values: unknown[]) =>
      message.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)])),
  },
}));

const embedded: ModelEntry = { id: 'a', name: 'a', kind: 'embedded', folder: 'a', version: '' };
const library = libraryOf(embedded);

/** What is shown on the gap that a line begins with, and whether an engine was asked that refuses to fill it. */
async function hoverOn(line: string) {
  const request = vi.fn(() => Promise.reject(new RequestError('refused', 'There are 2 * 3 [MASK].')));
  const hover = new GapHover(new Suggestions(new MaskFiller({ request })), library, () => undefined);
  // All that is looked at of a document and of a place in it.
  const document = new FakeDocument(line) as unknown as vscode.TextDocument;
  const start = new Position(0, 0) as unknown as vscode.Position;
  const shown = await hover.provideHover(document, start, token);
  return { shown: shown?.contents, isAsked: request.mock.calls.length > 0 };
}

describe('hovering over a gap', () => {
  it('says why it cannot be filled in words that lines break between, none of them Markdown', async () => {
    expect(await hoverOn('[MASK]')).toEqual({
      shown: { value: 'There are 2 \\* 3 \\[MASK\\]\\.' },
      isAsked: true,
    });
  });

  it('asks no engine about one that is too long, and says that it is', async () => {
    expect(await hoverOn('[MASK]'.repeat(9))).toEqual({
      shown: { value: expect.stringMatching(/^A gap of 9 neighbouring .* at most 8 /) as unknown },
      isAsked: false,
    });
  });
});

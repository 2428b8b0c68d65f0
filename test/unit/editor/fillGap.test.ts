import { beforeEach, expect, it, vi } from 'vitest';

import { registerFillGap, type GapFilling } from '../../../src/editor/fillGap';
import { gapsOf } from '../../../src/editor/gaps';
import { FakeDocument, FakeEditor } from './fakeEditor';

const window = vi.hoisted(() => ({
  visibleTextEditors: [] as FakeEditor[],
  setStatusBarMessage: vi.fn(),
  fill: undefined as ((request: GapFilling) => Promise<void>) | undefined,
}));

vi.mock('vscode', async () => {
  const { Range } = await import('./fakeEditor');
  return {
    Range,
    window,
    l10n: { t: (message: string) => message },
    commands: { registerCommand: (_: string, handler: typeof window.fill) => (window.fill = handler) },
  };
});

/** Clicks on a word in the hover over the gap of 天气[MASK]好, in a document whose text is this by now. */
async function clickIn(text: string, isReadOnly = false): Promise<string> {
  const document = new FakeDocument(text);
  document.isReadOnly = isReadOnly;
  window.visibleTextEditors = [new FakeEditor(document)];
  for (const gap of gapsOf('天气[MASK]好'))
    await window.fill?.({ document: document.uri, line: 0, gap, filling: '很' });
  return document.text;
}

beforeEach(() => {
  window.setStatusBarMessage.mockReset();
  registerFillGap();
});

it('a word of the hover that is clicked on fills the gap', async () => {
  expect(await clickIn('天气[MASK]好')).toBe('天气很好');
  expect(window.setStatusBarMessage).not.toHaveBeenCalled();
});

it('where the gap is no more, nothing is changed, and the person is told', async () => {
  expect(await clickIn('今天天气[MASK]好')).toBe('今天天气[MASK]好');
  expect(window.setStatusBarMessage).toHaveBeenCalledExactlyOnceWith(
    'The text has changed; hover over [MASK] again.',
    5_000,
  );
});

it('where the text is read-only in its editor, nothing is changed, and the person is told', async () => {
  expect(await clickIn('天气[MASK]好', true)).toBe('天气[MASK]好');
  expect(window.setStatusBarMessage).toHaveBeenCalledExactlyOnceWith('This text is read-only here.', 5_000);
});

import { beforeEach, describe, expect, it, vi } from 'vitest';

import { registerAcceptance } from '../../../src/editor/acceptance';
import { FakeDocument, FakeEditor } from './fakeEditor';

const window = vi.hoisted(() => ({
  activeTextEditor: undefined as FakeEditor | undefined,
  accept: undefined as ((gap: string, filling: string) => Promise<void>) | undefined,
}));

vi.mock('vscode', async () => {
  const { Position, Range } = await import('./fakeEditor');
  return {
    Position,
    Range,
    window,
    commands: {
      registerCommand: (_: string, handler: typeof window.accept) => (window.accept = handler),
    },
  };
});

/** Opens a text as it is when a filling has just been accepted at its cursors. */
function open(text: string, ...cursors: [line: number, character: number][]) {
  const document = new FakeDocument(text);
  const editor = new FakeEditor(document, ...cursors);
  window.activeTextEditor = editor;
  return { document, editor };
}

beforeEach(() => {
  registerAcceptance();
});

describe('accepting ghost text', () => {
  it('takes away the gap before the filling, in the same undo step', async () => {
    const { document, editor } = open('名叫[MASK][MASK]诸葛。', [0, 16]);
    await window.accept?.('[MASK][MASK]', '诸葛');
    expect(document.text).toBe('名叫诸葛。');
    expect(editor.undoStops).toEqual([{ undoStopBefore: false, undoStopAfter: true }]);
  });

  it('does so at the beginning of a line, in lower case', async () => {
    const { document } = open('很好。\n[mask]明天是个好日子', [1, 7]);
    await window.accept?.('[mask]', '明');
    expect(document.text).toBe('很好。\n明天是个好日子');
  });

  it('does so at all cursors at once', async () => {
    const { document, editor } = open('天气[MASK]好\n心情[MASK]好[MASK]好', [0, 9], [1, 9], [1, 16]);
    await window.accept?.('[MASK]', '好');
    expect(document.text).toBe('天气好\n心情好好');
    expect(editor.undoStops).toHaveLength(1);
  });

  it.each(['，', '，军师', '，\n'])('does so when %j has been typed by then', async (typed) => {
    const { document, editor } = open('名叫[MASK][MASK]诸葛', [0, 16]);
    editor.type(typed);
    await window.accept?.('[MASK][MASK]', '诸葛');
    expect(document.text).toBe(`名叫诸葛${typed}`);
  });

  it('does so when keys are pressed while the edit is on its way', async () => {
    const { document, editor } = open('名叫[MASK][MASK]诸葛', [0, 16]);
    for (const key of ['，', '军', '师']) {
      editor.meanwhile.push(() => {
        editor.type(key);
      });
    }
    await window.accept?.('[MASK][MASK]', '诸葛');
    expect(document.text).toBe('名叫诸葛，军师');
    expect(editor.undoStops).toEqual([{ undoStopBefore: false, undoStopAfter: true }]);
  });

  it('takes a gap away once where a second cursor has none of its own', async () => {
    const { document } = open('天气[MASK]好，真的', [0, 9], [0, 12]);
    await window.accept?.('[MASK]', '好');
    expect(document.text).toBe('天气好，真的');
  });

  it('gives up in the end where the text may not be changed', async () => {
    const { document, editor } = open('天气[MASK]好', [0, 9]);
    document.isReadOnly = true;
    await window.accept?.('[MASK]', '好');
    expect(document.text).toBe('天气[MASK]好');
    expect(editor.undoStops).toEqual([]);
  });
});

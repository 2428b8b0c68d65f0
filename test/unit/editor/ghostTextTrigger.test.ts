import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { GhostTextTrigger } from '../../../src/editor/ghostTextTrigger';
import { Suggestions } from '../../../src/editor/suggestions';
import { MaskFiller } from '../../../src/models/maskFiller';
import type { ModelEntry } from '../../../src/models/modelLibrary';
import { libraryOf } from '../models/libraryOf';

interface Cursor {
  readonly line: number;
  readonly character: number;
}

/**
 * The editor that the person looks at, the places where its cursor was put, the lines asked for that are none, and how
 * often VS Code was told to ask for ghost text.
 */
const editor = vi.hoisted(() => ({
  lines: [] as string[],
  cursor: { line: 0, character: 0 },
  moves: [] as Cursor[],
  missed: [] as number[],
  questions: 0,
  /** Told when the text has changed, when the cursor has moved, and when the window has lost or got the focus. */
  readers: [] as (() => void)[],
  followers: [] as (() => void)[],
  watchers: [] as ((state: { focused: boolean }) => void)[],
}));

/** The person types: the text changes, and the cursor goes along. */
function type(): void {
  for (const read of editor.readers) read();
  move();
}

function move(): void {
  for (const follow of editor.followers) follow();
}

/** The person leaves the window, or comes back to it. */
const focusWindow = (focused: boolean) => (): void => {
  for (const watch of editor.watchers) watch({ focused });
};

vi.mock('vscode', () => {
  class Position {
    constructor(
      readonly line: number,
      readonly character: number,
    ) {}
  }
  class Selection {
    readonly isEmpty = true;
    constructor(readonly active: Cursor) {}
  }
  const document = {
    get lineCount() {
      return editor.lines.length;
    },
    lineAt: (line: number) => {
      const text = editor.lines[line];
      if (text === undefined) {
        editor.missed.push(line);
        throw new Error('Illegal value for `line`');
      }
      return { text };
    },
  };
  const put = ({ active: { line, character } }: Selection) => editor.moves.push({ line, character });
  const activeTextEditor = {
    document,
    get selection() {
      return new Selection(editor.cursor);
    },
    set selection(selection) {
      put(selection);
    },
    get selections() {
      return [this.selection];
    },
    set selections(selections) {
      selections.forEach(put);
    },
  };
  return {
    Position,
    Selection,
    Disposable: { from: () => ({ dispose: () => undefined }) },
    languages: { match: () => 10 },
    workspace: {
      getConfiguration: () => ({ get: () => true }),
      onDidChangeTextDocument: (listener: (change: unknown) => void) => {
        editor.readers.push(() => {
          listener({ document });
        });
      },
    },
    window: {
      onDidChangeTextEditorSelection: (listener: (move: unknown) => void) => {
        editor.followers.push(() => {
          listener({ textEditor: activeTextEditor });
        });
      },
      onDidChangeWindowState: (listener: (state: { focused: boolean }) => void) =>
        editor.watchers.push(listener),
      activeTextEditor,
    },
    commands: {
      executeCommand: () => Promise.resolve(editor.questions++),
    },
  };
});

const embedded: ModelEntry = { id: 'a', name: 'a', kind: 'embedded', folder: 'a', version: '' };
const other: ModelEntry = { ...embedded, id: 'b', kind: 'imported' };

const filler = new MaskFiller({ request: () => Promise.resolve({ completions: [] }) });

describe('whoever could delay a completion', () => {
  it.each([
    ['我[MASK', 6, true],
    ['我[MASK]', 7, true],
    ['我[M', 3, true],
    ['我', 1, false],
  ])('is told of a cursor in %s at %i: %s', (line, character, told) => {
    const expectQuestion = vi.fn();
    new GhostTextTrigger('*', new Suggestions(filler), libraryOf(embedded), expectQuestion);
    Object.assign(editor, { lines: [line], cursor: { line: 0, character } });
    move();
    expect(expectQuestion).toHaveBeenCalledTimes(told ? 1 : 0);
  });
});

describe('ghost text', () => {
  /** Whether it has been asked for so many milliseconds after something happened at a gap. */
  function isAskedFor(action: () => void, milliseconds: number): boolean {
    new GhostTextTrigger('*', new Suggestions(filler), libraryOf(embedded), () => undefined);
    Object.assign(editor, { lines: ['我[MASK]'], cursor: { line: 0, character: 7 } });
    action();
    vi.advanceTimersByTime(milliseconds);
    return editor.questions > 0;
  }

  it('is asked for when the cursor rests at a gap', () => {
    expect(isAskedFor(move, 30)).toBe(false);
    expect(isAskedFor(move, 100)).toBe(true);
  });

  it('is asked for at the gap where the cursor stands when completions are switched on', () => {
    Object.assign(editor, { lines: ['我[MASK]'], cursor: { line: 0, character: 7 } });
    expect(isAskedFor(() => undefined, 100)).toBe(true);
  });

  it('is asked for anew when the person comes back to the window', () => {
    expect(isAskedFor(focusWindow(false), 100)).toBe(false);
    expect(isAskedFor(focusWindow(true), 100)).toBe(true);
  });

  it('is not asked for when completions are switched on elsewhere', () => {
    Object.assign(editor, { lines: ['我[MASK]'], cursor: { line: 0, character: 0 } });
    expect(isAskedFor(() => undefined, 100)).toBe(false);
  });

  it('is not asked for at a gap that is too long', () => {
    Object.assign(editor, { lines: ['[MASK]'.repeat(9)], cursor: { line: 0, character: 6 } });
    expect(isAskedFor(() => undefined, 100)).toBe(false);
  });

  it('is left to VS Code after typing, and asked for if that has not brought it', () => {
    expect(isAskedFor(type, 100)).toBe(false);
    expect(isAskedFor(type, 200)).toBe(true);
  });
});

/** Another model becomes active while a cursor may stand at a gap. */
async function activateOther(before = (): void => undefined): Promise<void> {
  const library = libraryOf(embedded, other);
  new GhostTextTrigger('*', new Suggestions(filler), library, () => undefined);
  before();
  await library.activate(other);
}

/** Milliseconds after the last key when nobody can still be typing. */
const long = 2_000;

beforeEach(() => {
  vi.useFakeTimers();
  const none = { lines: [], moves: [], missed: [], readers: [], followers: [], watchers: [] };
  Object.assign(editor, { ...none, questions: 0 });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('ghost text, when another model becomes active', () => {
  it('is asked for anew by a cursor that goes away and comes back', async () => {
    Object.assign(editor, { lines: ['我[MASK]'], cursor: { line: 0, character: 7 } });
    await activateOther();
    expect(editor.moves).toEqual([
      { line: 0, character: 0 },
      { line: 0, character: 7 },
    ]);
  });

  it('leaves the cursor alone while the person types, and is asked for anew after that', async () => {
    Object.assign(editor, { lines: ['我[MASK]'], cursor: { line: 0, character: 7 } });
    await activateOther(type);
    for (let key = 0; key < 10; key++) {
      vi.advanceTimersByTime(300);
      type();
    }
    expect(editor.moves).toEqual([]);
    Object.assign(editor, { lines: ['我们[MASK]'], cursor: { line: 0, character: 8 } });
    vi.advanceTimersByTime(long);
    expect(editor.moves).toEqual([
      { line: 0, character: 0 },
      { line: 0, character: 8 },
    ]);
  });

  it('is left alone where the cursor is not yet known to be in what remains of the text', async () => {
    Object.assign(editor, { lines: ['我[MASK]'], cursor: { line: 1, character: 0 } });
    await activateOther();
    expect(editor).toMatchObject({ moves: [], missed: [] });
  });
});

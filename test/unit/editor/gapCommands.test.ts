import { beforeEach, describe, expect, it, vi } from 'vitest';

import { FillCommands } from '../../../src/editor/fillCommands';
import { maskSelection } from '../../../src/editor/maskSelection';
import { gapsOf } from '../../../src/editor/gaps';
import { Suggestions } from '../../../src/editor/suggestions';
import { MaskFiller, type FillEngine } from '../../../src/models/maskFiller';
import type { ModelEntry } from '../../../src/models/modelLibrary';
import { libraryOf } from '../models/libraryOf';
import { FakeDocument, FakeEditor, Selection } from './fakeEditor';

/** What is open and in front, what was told, and how the person cancels. */
const window = vi.hoisted(() => ({
  document: undefined as FakeDocument | undefined,
  activeTextEditor: undefined as FakeEditor | undefined,
  told: [] as string[],
  cancel: (): void => undefined,
}));

vi.mock('vscode', async () => {
  const { Position, Range, Selection, WorkspaceEdit } = await import('./fakeEditor');
  const tell = (message: string) => Promise.resolve(window.told.push(message));
  return {
    Position,
    Range,
    Selection,
    WorkspaceEdit,
    ProgressLocation: { Window: 10, Notification: 15 },
    l10n: {
      t: (message: string, ...values: unknown[]) =>
        message.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)])),
    },
    workspace: {
      applyEdit: (edit: InstanceType<typeof WorkspaceEdit>) => Promise.resolve(edit.applyTo(window.document)),
    },
    window: {
      get activeTextEditor() {
        return window.activeTextEditor;
      },
      showInformationMessage: tell,
      showWarningMessage: tell,
      withProgress: (_: unknown, work: (...args: unknown[]) => unknown) => {
        const token = {
          isCancellationRequested: false,
          onCancellationRequested: (listener: () => void) => (window.cancel = listener),
        };
        return work({ report: () => undefined }, token);
      },
    },
  };
});

const embedded: ModelEntry = {
  id: 'a',
  name: 'a',
  kind: 'embedded',
  folder: 'a',
  version: '',
  words: ['诸葛涛'],
};
const library = libraryOf(embedded);

/** Fills every gap with 好. */
const filling: FillEngine['request'] = (_, { text }) =>
  Promise.resolve({
    completions: [
      { text: text.replaceAll('[MASK]', '好'), fillings: gapsOf(text).map(() => '好'), probability: 1 },
    ],
  });

function commandsBy(request: FillEngine['request']) {
  const filler = new MaskFiller({ request });
  const fill = new FillCommands(new Suggestions(filler), library);
  const commands = {
    fillNext: () => fill.fillNext(),
    fillAll: () => fill.fillAll(),
    maskSelection: () => maskSelection(library.wordsOf(library.active)),
  };
  return { filler, commands };
}

/** Opens a text, with cursors in it. */
function open(text: string, ...cursors: [line: number, character: number][]) {
  const document = new FakeDocument(text);
  const editor = new FakeEditor(document, ...cursors);
  Object.assign(window, { document, activeTextEditor: editor });
  return { document, editor, commands: commandsBy(filling).commands };
}

/** Commands whose fillings come after what the person does meanwhile. */
function commandsWhile(happens: () => void) {
  return commandsBy((...asked) => {
    happens();
    return filling(...asked);
  }).commands;
}

/** The person goes to another tab, which takes the editor away but not its document. */
function switchTab({ editor }: { editor: FakeEditor }): void {
  editor.isDisposed = true;
  window.activeTextEditor = new FakeEditor(new FakeDocument('另一个文档'), [0, 0]);
}

const changed = 'The document was changed or closed meanwhile. Fill its [MASK]s again.';

beforeEach(() => {
  Object.assign(window, { document: undefined, activeTextEditor: undefined, told: [] });
});

const leftOne =
  'Gaps of more than 8 neighbouring [MASK] are too long to be filled and were left (1); write some of their words yourself.';

describe('Fill All', () => {
  it('fills the gaps of all lines', async () => {
    const { document, commands } = open('天气很[MASK]，心情也[MASK]。\n没有\n[MASK]人');
    await commands.fillAll();
    expect(document.lines).toEqual(['天气很好，心情也好。', '没有', '好人']);
    expect(window.told).toEqual([]);
  });

  it('leaves a gap that is too long, fills the others, and says so', async () => {
    const long = '[MASK]'.repeat(9);
    const { document, commands } = open(`天气很[MASK]。\n${long}`);
    await commands.fillAll();
    expect(document.lines).toEqual(['天气很好。', long]);
    expect(window.told).toEqual([leftOne]);
  });

  it('says that all are too long, and not that anything else is wrong', async () => {
    const { commands } = open('[MASK]'.repeat(9));
    await commands.fillAll();
    expect(window.told).toEqual([leftOne]);
  });

  it('says that there is nothing to fill', async () => {
    const { commands } = open('天气很好。');
    await commands.fillAll();
    expect(window.told).toEqual([expect.stringContaining('There is no [MASK]')]);
  });

  it('fills the document also when another tab is in front by then', async () => {
    const place = open('天气很[MASK]。');
    await commandsWhile(() => {
      switchTab(place);
    }).fillAll();
    expect(place.document.text).toBe('天气很好。');
    expect(window.told).toEqual([]);
  });

  it('changes nothing in a document that the person changed meanwhile, and says so', async () => {
    const { document, editor } = open('天气很[MASK]。', [0, 0]);
    await commandsWhile(() => {
      editor.type('今天');
    }).fillAll();
    expect(document.text).toBe('今天天气很[MASK]。');
    expect(window.told).toEqual([changed]);
  });

  it('changes nothing in a document that was closed meanwhile, and says so', async () => {
    const { document } = open('天气很[MASK]。');
    await commandsWhile(() => {
      document.isClosed = true;
    }).fillAll();
    expect(document.text).toBe('天气很[MASK]。');
    expect(window.told).toEqual([changed]);
  });

  it('says so, too, when VS Code refuses the edit', async () => {
    const { document, commands } = open('天气很[MASK]。');
    document.isReadOnly = true;
    await commands.fillAll();
    expect(window.told).toEqual([changed]);
  });

  it('ends in silence when it is cancelled while another filling is going on', async () => {
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const { filler, commands } = commandsBy(async (...asked) => {
      await answered;
      return filling(...asked);
    });
    const other = filler.fill('[MASK]', embedded);
    const { document } = open('天气很[MASK]。');
    const all = commands.fillAll();
    window.cancel();
    answer();
    await other;
    await all;
    expect(document.text).toBe('天气很[MASK]。');
    expect(window.told).toEqual([]);
  });

  it('changes nothing when it is cancelled during the last filling', async () => {
    const { document } = open('天气很[MASK]。');
    await commandsWhile(() => {
      window.cancel();
    }).fillAll();
    expect(document.text).toBe('天气很[MASK]。');
  });
});

describe('Fill Next', () => {
  it('fills one gap where it is called again before the answer is there', async () => {
    const { document, commands } = open('天气很[MASK]，心情也[MASK]。', [0, 0]);
    await Promise.all([commands.fillNext(), commands.fillNext()]);
    expect(document.text).toBe('天气很好，心情也[MASK]。');
    expect(window.told).toEqual([]);
    await commands.fillNext();
    expect(document.text).toBe('天气很好，心情也好。');
  });

  const text = '天气很[MASK]，心情也[MASK]。';

  it.each([
    ['the gap that the cursor stands in', 5, '天气很好，心情也[MASK]。', 4],
    ['the next gap behind the cursor', 10, '天气很[MASK]，心情也好。', 14],
    ['the first gap where none comes behind the cursor', 20, '天气很好，心情也[MASK]。', 4],
  ])('fills %s, and puts the cursor behind it', async (_, cursor, filled, behind) => {
    const { document, editor, commands } = open(text, [0, cursor]);
    await commands.fillNext();
    expect(document.text).toBe(filled);
    expect(editor.selections).toEqual([new Selection(0, behind, 0, behind)]);
    expect(window.told).toEqual([]);
  });

  it('passes by a gap that is too long', async () => {
    const long = '[MASK]'.repeat(9);
    const { document, commands } = open(`${long}\n天气很[MASK]。`, [0, 0]);
    await commands.fillNext();
    expect(document.lines).toEqual([long, '天气很好。']);
    await commands.fillNext();
    expect(document.lines[0]).toBe(long);
    expect(window.told).toEqual([leftOne]);
  });

  it('says that there is nothing to fill', async () => {
    const { commands } = open('天气很好。', [0, 0]);
    await commands.fillNext();
    expect(window.told).toEqual([expect.stringContaining('There is no [MASK]')]);
  });

  it('fills the document also when another tab is in front by then, whose cursor stays', async () => {
    const place = open(text, [0, 5]);
    await commandsWhile(() => {
      switchTab(place);
    }).fillNext();
    expect(place.document.text).toBe('天气很好，心情也[MASK]。');
    expect(window.activeTextEditor?.selection).toEqual(new Selection(0, 0, 0, 0));
  });

  it('leaves the cursor where the person moved it meanwhile', async () => {
    const { document, editor } = open(text, [0, 5]);
    const moved = new Selection(0, 0, 0, 0);
    await commandsWhile(() => {
      editor.selection = moved;
    }).fillNext();
    expect(document.text).toBe('天气很好，心情也[MASK]。');
    expect(editor.selections).toEqual([moved]);
  });

  it('changes neither text nor cursor when VS Code refuses the edit, and says so', async () => {
    const { document, editor, commands } = open(text, [0, 5]);
    document.isReadOnly = true;
    await commands.fillNext();
    expect(document.text).toBe(text);
    expect(editor.selections).toEqual([new Selection(0, 5, 0, 5)]);
    expect(window.told).toEqual([changed]);
  });
});

describe('Mask Selection', () => {
  it('hides what is selected, one [MASK] for each character, and keeps its punctuation', async () => {
    const { document, editor, commands } = open('军中人人敬重诸葛涛，他很好。');
    editor.selections = [new Selection(0, 6, 0, 11)];
    await commands.maskSelection();
    expect(document.text).toBe('军中人人敬重[MASK][MASK][MASK]，[MASK]很好。');
  });

  it('hides all that is selected in several places, and nothing else', async () => {
    const { document, editor, commands } = open('天气很好。\n心情也好。');
    editor.selections = [new Selection(0, 3, 0, 4), new Selection(1, 0, 1, 2)];
    await commands.maskSelection();
    expect(document.lines).toEqual(['天气很[MASK]。', '[MASK][MASK]也好。']);
  });

  it('hides the word at each cursor where nothing is selected', async () => {
    const { document, commands } = open('今天天气很好。\n明天下雨。', [0, 3], [1, 1]);
    await commands.maskSelection();
    expect(document.lines).toEqual(['今天[MASK][MASK]很好。', '[MASK][MASK]下雨。']);
  });

  it('hides all of a word that the active model was taught', async () => {
    const { document, commands } = open('军中人人敬重诸葛涛。', [0, 7]);
    await commands.maskSelection();
    expect(document.text).toBe('军中人人敬重[MASK][MASK][MASK]。');
  });

  it('hides a word once, however many cursors and selections are in it', async () => {
    const { document, editor, commands } = open('今天天气很好。');
    editor.selections = [
      new Selection(0, 4, 0, 4),
      new Selection(0, 3, 0, 5),
      new Selection(0, 3, 0, 3),
      new Selection(0, 1, 0, 1),
    ];
    await commands.maskSelection();
    expect(document.text).toBe('[MASK][MASK][MASK][MASK][MASK]好。');
  });

  it.each([
    ['……\n天气很好。', 1],
    ['天气[MASK]好。', 5],
  ])('leaves the text alone where there is no word at the cursor, and says so: %s', async (text, cursor) => {
    const { document, commands } = open(text, [0, cursor]);
    await commands.maskSelection();
    expect(document.text).toBe(text);
    expect(window.told).toEqual(['There is no word at the cursor. Select the words to hide.']);
  });

  it('makes gaps that Fill All fills', async () => {
    const { document, editor, commands } = open('天气很坏。');
    editor.selections = [new Selection(0, 3, 0, 4)];
    await commands.maskSelection();
    await commands.fillAll();
    expect(document.text).toBe('天气很好。');
  });
});

describe('without an editor', () => {
  it.each(['maskSelection', 'fillNext', 'fillAll'] as const)('%s does nothing', async (name) => {
    await commandsBy(filling).commands[name]();
    expect(window.told).toEqual([]);
  });
});

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { beforeEach, describe, expect, it, vi } from 'vitest';

import { ModelLibrary } from '../../../src/models/modelLibrary';
import type { RunCorpus } from '../../../src/protocol/runFolder';
import type { Run } from '../../../src/runs/run';
import { RunActions } from '../../../src/runs/runActions';
import { resultId, RunResults } from '../../../src/runs/runResults';
import { doneEvent, log, makeStore, progressEvent, settings, startEvent, state } from './support';

const asked = vi.hoisted(() => ({
  questions: [] as string[],
  told: [] as string[],
  answer: true,
  /** What happens while a question waits for its answer. */
  meanwhile: (): Promise<unknown> => Promise.resolve(),
}));

/** The documents that are open and edited, those that were saved, and what is shown of which. */
const shown = vi.hoisted(() => ({ open: [] as string[], saved: [] as string[], commands: [] as unknown[] }));

/** What the person writes when they are asked for a name, and what is said of it meanwhile. */
const naming = vi.hoisted(() => ({ answer: '', flaw: undefined as string | undefined }));

/** What documents say by now, by their addresses; others cannot be opened. */
const saying = vi.hoisted(() => new Map<string, string>());

/** As VS Code has it, as far as it is needed here. */
function uriOf(text: string) {
  const scheme = new URL(text).protocol.slice(0, -1);
  return { scheme, fsPath: scheme === 'file' ? fileURLToPath(text) : '', toString: () => text };
}

vi.mock('vscode', () => ({
  UIKind: { Desktop: 1 },
  env: { uiKind: 1 },
  Uri: { parse: (text: string) => uriOf(text), file: (path: string) => uriOf(pathToFileURL(path).href) },
  Range: class {
    constructor(readonly line: number) {}
  },
  workspace: {
    get textDocuments() {
      return shown.open.map((uri) => ({ isDirty: true, uri: uriOf(uri) }));
    },
    save: (uri: ReturnType<typeof uriOf>) => Promise.resolve(shown.saved.push(uri.toString())),
    openTextDocument: (uri: ReturnType<typeof uriOf>) => {
      const text = saying.get(uri.toString());
      return text === undefined
        ? Promise.reject(new Error('gone'))
        : Promise.resolve({ getText: () => text });
    },
  },
  commands: {
    executeCommand: (
      command: string,
      uri?: ReturnType<typeof uriOf>,
      options?: { selection?: { line: number } },
    ) => Promise.resolve(shown.commands.push([command, uri?.toString(), options?.selection?.line])),
  },
  l10n: {
    t: (text: string, ...values: unknown[]) =>
      text.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)])),
  },
  window: {
    tabGroups: { all: [] },
    showInputBox: ({ validateInput }: { validateInput: (value: string) => string | undefined }) => {
      naming.flaw = validateInput(naming.answer);
      return Promise.resolve(naming.flaw === undefined ? naming.answer : undefined);
    },
    showQuickPick: (items: unknown[]) => Promise.resolve(items[0]),
    showWarningMessage: async (question: string, { detail }: { detail: string }, yes: string) => {
      asked.questions.push(`${question} ${detail}`);
      await asked.meanwhile();
      return asked.answer ? yes : undefined;
    },
    showInformationMessage: (message: string, button?: string) => {
      asked.told.push(message);
      return Promise.resolve(asked.answer ? button : undefined);
    },
  },
}));

beforeEach(() => {
  Object.assign(asked, { questions: [], told: [], answer: true, meanwhile: () => Promise.resolve() });
  Object.assign(shown, { open: [], saved: [], commands: [] });
  saying.clear();
});

async function setUp({ isTrusted = true } = {}) {
  const { store } = await makeStore();
  const embedded = { id: 'embedded', name: 'E', kind: 'embedded', folder: 'embedded', version: '' } as const;
  let chosen: unknown;
  const memory = {
    get: () => chosen,
    update: vi.fn((_: string, id: unknown) => Promise.resolve(void (chosen = id))),
  };
  const library = new ModelLibrary(embedded, [new RunResults(store)], memory, () => true);
  const queue = { add: vi.fn(), end: vi.fn(), discard: vi.fn() };
  const fineTuning = { repeat: vi.fn() };
  const actions = new RunActions(store, queue, library, fineTuning, async (action) =>
    isTrusted ? action() : undefined,
  );
  const learn = async (name: string, base: string, stopped = false) => {
    const run = await store.create(
      { ...settings, base },
      { ...state, name, ...(stopped && { wish: 'pause' }) },
      {},
    );
    await log(run.folder, startEvent(), progressEvent(1), doneEvent(stopped));
    await store.refresh();
    return run;
  };
  return { store, actions, library, queue, fineTuning, activated: memory.update, learn };
}

describe('discarding a run', () => {
  it('asks nothing when nothing has been learnt', async () => {
    const { store, actions, queue } = await setUp();
    const run = await store.create(settings, state, {});
    await actions.cancel(run);
    expect(asked.questions).toEqual([]);
    expect(queue.discard).toHaveBeenCalledWith(run);
  });

  it.each([true, false])('asks first when something has been learnt (answer: %s)', async (answer) => {
    asked.answer = answer;
    const { actions, queue, learn } = await setUp();
    await actions.cancel(await learn('notes', 'embedded', true));
    expect(asked.questions).toEqual(['Discard “notes” and what was learnt in it? This cannot be undone.']);
    expect(queue.discard).toHaveBeenCalledTimes(answer ? 1 : 0);
  });
});

describe('resuming a run', () => {
  it('asks nothing when nothing was learnt on top of it', async () => {
    const { actions, queue, learn } = await setUp();
    const run = await learn('notes', 'embedded', true);
    await actions.resume(run);
    expect(asked.questions).toEqual([]);
    expect(queue.add).toHaveBeenCalledWith(run);
  });

  it.each([true, false])(
    'asks first when something was, which it makes useless (answer: %s)',
    async (answer) => {
      asked.answer = answer;
      const { actions, queue, learn } = await setUp();
      const run = await learn('notes', 'embedded', true);
      const more = await learn('more notes', resultId(run.id));
      await learn('still more notes', resultId(more.id));
      await actions.resume(run);
      expect(asked.questions).toEqual([
        'Resume “notes”? This changes what was learnt in it. 2 results that build on it will no longer work.',
      ]);
      expect(queue.add).toHaveBeenCalledTimes(answer ? 1 : 0);
    },
  );
});

describe('deleting a run', () => {
  it('asks of one that has learnt nothing without a word of what was learnt', async () => {
    const { store, actions, queue } = await setUp();
    const run = await store.create(settings, state, {});
    await actions.delete(run);
    expect(asked.questions).toEqual(['Delete “notes”? This cannot be undone.']);
    expect(queue.discard).toHaveBeenCalledWith(run);
  });

  it('says that it is in use', async () => {
    const { actions, library, learn } = await setUp();
    const run = await learn('notes', 'embedded');
    await library.activate({ id: resultId(run.id) });
    await actions.delete(run);
    expect(asked.questions).toEqual([
      'Delete “notes” and what was learnt in it? It is in use; the embedded model takes its place. This cannot be undone.',
    ]);
  });

  it('says what was learnt on top of it', async () => {
    const { actions, queue, learn } = await setUp();
    const run = await learn('notes', 'embedded');
    await learn('more notes', resultId(run.id));
    await actions.delete(run);
    expect(asked.questions).toEqual([
      'Delete “notes” and what was learnt in it? 1 result that builds on it will no longer work.',
    ]);
    expect(queue.discard).toHaveBeenCalledWith(run);
  });

  it.each(['delete', 'cancel'] as const)(
    'is refused while a run on top of it is paused (%s)',
    async (action) => {
      const { actions, queue, learn } = await setUp();
      const run = await learn('notes', 'embedded', true);
      await learn('more notes', resultId(run.id), true);
      await actions[action](run);
      expect(asked.told).toEqual(['A run on top of “notes” has not ended. Stop or discard that run first.']);
      expect(queue.discard).not.toHaveBeenCalled();
    },
  );
});

it('is not deleted when a run on top of it has begun by the time of the answer', async () => {
  const { actions, queue, learn } = await setUp();
  const run = await learn('notes', 'embedded');
  asked.meanwhile = () => learn('more notes', resultId(run.id), true);
  await actions.delete(run);
  expect(asked.told).toEqual(['A run on top of “notes” has not ended. Stop or discard that run first.']);
  expect(queue.discard).not.toHaveBeenCalled();
});

it('says of a result whose base is gone that it cannot be used', async () => {
  const { actions, activated, learn } = await setUp();
  await actions.use(await learn('notes', 'imported/gone'));
  expect(asked.told).toEqual(['“notes” can no longer be used: a model that it builds on is gone.']);
  expect(activated).not.toHaveBeenCalled();
});

describe.each([
  [true, 1],
  [false, 0],
])('in a workspace whose trust is %s', (isTrusted, times) => {
  it(`a run is resumed, repeated and used ${times} times`, async () => {
    const { actions, queue, fineTuning, activated, learn } = await setUp({ isTrusted });
    const run = await learn('notes', 'embedded', true);
    await actions.resume(run);
    await actions.retry(run);
    await actions.use(run);
    expect(activated).toHaveBeenCalledTimes(times);
    expect(queue.add).toHaveBeenCalledTimes(times);
    expect(fineTuning.repeat).toHaveBeenCalledTimes(times);
  });
});

describe('the focus', () => {
  const toDashboard = [['clozeTuner.dashboard.focus', undefined, undefined]];

  it.each(['rename', 'delete', 'cancel', 'resume', 'pickComparable'] as const)(
    'comes back to the dashboard after the question of “%s”',
    async (action) => {
      const { actions, learn } = await setUp();
      const run = await learn('notes', 'embedded', true);
      await learn('more notes', resultId(run.id));
      await actions[action](run);
      expect(shown.commands).toEqual(toDashboard);
    },
  );

  it('comes back before what was asked about is done', async () => {
    const { actions, queue, learn } = await setUp();
    queue.discard.mockImplementation(() => {
      expect(shown.commands).toEqual(toDashboard);
    });
    await actions.delete(await learn('notes', 'embedded'));
    expect(queue.discard).toHaveBeenCalledOnce();
  });

  it('stays where the person has taken it where nothing is asked', async () => {
    const { store, actions } = await setUp();
    const run = await store.create(settings, state, {});
    await actions.cancel(run);
    await actions.resume(run);
    expect(shown.commands).toEqual([]);
  });
});

describe('Rename', () => {
  it.each<[string, string, string | undefined]>([
    [' names ', 'names', undefined],
    ['notes', 'notes', undefined],
    [' ', 'notes', 'A name needs at least one character.'],
    ['other ', 'notes', 'Another run has this name already.'],
  ])('“%s” leaves a run called “%s”', async (answer, name, flaw) => {
    naming.answer = answer;
    const { actions, learn } = await setUp();
    await learn('other', 'embedded');
    const run = await learn('notes', 'embedded');
    await actions.rename(run);
    expect(naming.flaw).toBe(flaw);
    expect(run.state.name).toBe(name);
  });
});

describe('Fine-Tune Again', () => {
  const wrongLine = '“notes.json” is not proper JSON: see line 8, column 3, at “]”.';

  async function tryAgain(document: RunCorpus['document'], problem = wrongLine) {
    const { store, actions, fineTuning } = await setUp();
    const corpus = { label: 'notes.json', ...(document && { document }) };
    const run = await store.create({ ...settings, corpus }, { ...state, problem }, { text: '[' });
    await actions.retry(run);
    return { run, repeat: fineTuning.repeat };
  }

  const whole = { uri: 'file:///t/notes.json', name: 'notes.json' };

  it('takes what the whole document says by now', async () => {
    saying.set(whole.uri, '["好。"]');
    const { run, repeat } = await tryAgain(whole);
    expect(repeat).toHaveBeenCalledWith(run, '["好。"]');
  });

  it('takes the text that the run keeps where there is no such document any more', async () => {
    const { run, repeat } = await tryAgain(whole);
    expect(repeat).toHaveBeenCalledWith(run, undefined);
  });

  it('takes the text that the run keeps where the untitled document was closed', async () => {
    const closed = { uri: 'untitled:Untitled-1', name: 'Untitled-1' };
    saying.set(closed.uri, '');
    const { run, repeat } = await tryAgain(closed);
    expect(repeat).toHaveBeenCalledWith(run, undefined);
  });

  it('saves what has been edited of files', async () => {
    const { store, actions, fineTuning } = await setUp();
    shown.open = ['file:///t/notes.json', 'file:///t/other.json'];
    const files = [fileURLToPath('file:///t/notes.json')];
    await actions.retry(
      await store.create({ ...settings, corpus: { label: 'notes.json', files } }, state, {}),
    );
    expect(shown.saved).toEqual(['file:///t/notes.json']);
    expect(fineTuning.repeat).toHaveBeenCalledOnce();
  });

  it('has what was wrong with a selection selected again', async () => {
    const { repeat } = await tryAgain({ ...whole, line: 5 });
    expect(asked.told).toEqual(['Select again in “notes.json” what is to be learnt, then fine-tune on it.']);
    expect(shown.commands).toEqual([['clozeTuner.fineTuneSelection', undefined, undefined]]);
    expect(repeat).not.toHaveBeenCalled();
  });

  it('takes the same selection where something else was wrong', async () => {
    saying.set(whole.uri, '["好。"]');
    const { run, repeat } = await tryAgain({ ...whole, line: 5 }, 'The engine stopped unexpectedly.');
    expect(repeat).toHaveBeenCalledWith(run, undefined);
  });
});

describe('Open the Text', () => {
  const thirdLine = 'There is nothing to train on in “notes”: line 3 is not Chinese.';

  async function openText(corpus: RunCorpus, problem = thirdLine): Promise<Run> {
    const { store, actions } = await setUp();
    const run = await store.create({ ...settings, corpus }, { ...state, problem }, { text: '好' });
    await actions.openCorpus(run);
    return run;
  }

  const document = { uri: 'untitled:Untitled-1', name: 'Untitled-1', line: 5 };

  it('shows an untitled document that is open', async () => {
    shown.open = [document.uri];
    await openText({ label: 'Selection in Untitled-1', document });
    expect(shown.commands).toEqual([['vscode.open', document.uri, 2]]);
  });

  it('shows where the selection begins where the problem names no line', async () => {
    shown.open = [document.uri];
    await openText(
      { label: 'Selection in Untitled-1', document },
      'There is no Chinese text in “Untitled-1”.',
    );
    expect(shown.commands).toEqual([['vscode.open', document.uri, 5]]);
  });

  it('shows the text that the run keeps where the untitled document was closed', async () => {
    const { folder } = await openText({ label: 'Selection in Untitled-1', document });
    expect(shown.commands).toEqual([['vscode.open', pathToFileURL(join(folder, 'corpus.txt')).href, 2]]);
  });

  it('shows a document of a file, open or not', async () => {
    await openText({ label: 'notes.md', document: { uri: 'file:///t/notes.md', name: 'notes.md' } });
    expect(shown.commands).toEqual([['vscode.open', 'file:///t/notes.md', 2]]);
  });

  it('reveals a folder', async () => {
    await openText({ label: 'texts', files: [tmpdir()] });
    expect(shown.commands).toEqual([['revealFileInOS', pathToFileURL(tmpdir()).href, undefined]]);
  });
});

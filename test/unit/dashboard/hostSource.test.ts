import { rm } from 'node:fs/promises';

import { describe, expect, it, vi } from 'vitest';

import { FilledSentences } from '../../../src/dashboard/filledSentences';
import { HostSource } from '../../../src/dashboard/hostSource';
import { Notices } from '../../../src/dashboard/notices';
import { ModelLibrary, type ModelEntry } from '../../../src/models/modelLibrary';
import { RequestError, type Failure } from '../../../src/protocol/channel';
import { ProbeMemory } from '../../../src/runs/probeMemory';
import { RunActions } from '../../../src/runs/runActions';
import { RunQueue } from '../../../src/runs/runQueue';
import { memory } from '../host/memory';
import {
  check,
  doneEvent,
  evaluationEvent,
  giveLeaseBack,
  log,
  makeStore,
  progressEvent,
  settings,
  startEvent,
  state,
  takeLease,
} from '../runs/support';

/** Of each list that is shown, the first entry is picked; no name is given, and questions are agreed to. */
vi.mock('vscode', () => ({
  l10n: { t: (message: string) => message },
  commands: { executeCommand: () => Promise.resolve() },
  window: {
    showQuickPick: (items: unknown[]) => Promise.resolve(items[0]),
    showInformationMessage: () => Promise.resolve(),
    showWarningMessage: (_: string, options: unknown, yes: string) => Promise.resolve(options && yes),
    showInputBox: () => Promise.resolve(undefined),
  },
}));

const embedded: ModelEntry = { id: 'embedded', name: 'E', kind: 'embedded', folder: 'embedded', version: '' };
const imported: ModelEntry = {
  ...embedded,
  id: 'imported/1',
  name: 'I',
  kind: 'imported',
  folder: 'imported',
};

async function setUp({ isTrusted = true, failure }: { isTrusted?: boolean; failure?: Failure } = {}) {
  const { store } = await makeStore();
  const others = { models: () => [imported], onDidChange: () => ({ dispose: () => undefined }) };
  const library = new ModelLibrary(embedded, [others], memory(), () => isTrusted);
  const never = () => Promise.reject(new Error('Nobody asks for this.'));
  const queue = new RunQueue(store, {
    startEngine: () => {
      throw new Error('Nothing is to be learnt.');
    },
    modelFolder: () => undefined,
    probesFor: never,
    logError: () => undefined,
    tell: () => undefined,
  });
  const whenTrusted = async (action: () => Promise<unknown>) => (isTrusted ? action() : undefined);
  const probes = new ProbeMemory(memory());
  const askedFor = new Set<string>();
  const filled = new FilledSentences(
    {
      fill: (_, { folder }) => {
        askedFor.add(folder);
        return failure
          ? Promise.reject(new RequestError(failure, 'It cannot be completed.'))
          : Promise.resolve({ completions: [{ text: '', fillings: ['你', '真'], probability: 1 }] });
      },
    },
    () => undefined,
  );
  const focusPage = vi.fn(() => Promise.resolve());
  const completions = { completionsEnabled: true };
  const source = new HostSource({
    store,
    queue,
    library,
    probes,
    filled,
    notices: new Notices(),
    runActions: new RunActions(store, queue, library, { repeat: never }, whenTrusted),
    whenTrusted,
    runCommand: () => Promise.resolve(),
    importModel: (onAnswered) => Promise.resolve(onAnswered()),
    completions,
    focusPage,
    workspace: undefined,
  });
  /** A run on top of the imported model that has come to its end. */
  const finishedRun = async (proposed: readonly string[] = [], createdAt = 1, base = imported.id) => {
    const settings = { createdAt, corpus: { label: 'notes.md' }, base, effort: 'quick' } as const;
    const run = await store.create(settings, state, { check: { ...check, probes: proposed } });
    await log(run.folder, startEvent(), doneEvent(false));
    await store.refresh();
    return run;
  };
  const switchCompletionsOff = (): void => {
    completions.completionsEnabled = false;
    source.update();
  };
  return { store, source, filled, probes, askedFor, finishedRun, focusPage, switchCompletionsOff };
}

describe('the choice of a model in the sidebar', () => {
  it.each([
    [true, 'I'],
    [false, 'E'],
  ])(
    'counts where the workspace is trusted (%s), and the list shows what came of it',
    async (isTrusted, name) => {
      const { source } = await setUp({ isTrusted });
      const before = source.getState();
      const changed = vi.fn();
      source.onDidChange(changed);
      await source.perform({ type: 'selectModel', model: imported.id });
      expect(changed).toHaveBeenCalled();
      expect(source.getState()).not.toBe(before);
      expect(source.getState().models.filter(({ active }) => active)).toMatchObject([{ name }]);
    },
  );
});

it.each(['pause', 'resume', 'delete'] as const)(
  'does nothing more with a run that another window has deleted meanwhile (%s)',
  async (type) => {
    const { store, source, finishedRun } = await setUp();
    const run = await finishedRun();
    await rm(run.folder, { recursive: true });
    await source.perform({ type, run: run.id });
    expect(store.runs).toEqual([]);
  },
);

it('knows when completions are switched off', async () => {
  const { source, switchCompletionsOff } = await setUp();
  expect(source.getState().completing).toBe(true);
  switchCompletionsOff();
  expect(source.getState().completing).toBe(false);
});

it('shows an earlier run in full where that is asked for, until another one is at work', async () => {
  const { store, source, finishedRun } = await setUp();
  const [earlier, later] = [await finishedRun(), await finishedRun()];
  await source.perform({ type: 'show', run: earlier.id });
  expect(source.getState().run?.id).toBe(earlier.id);
  await takeLease(later.folder);
  await store.refresh();
  expect(source.getState().run?.id).toBe(later.id);
});

it('shows a run of another window no longer than that is at work', async () => {
  const { store, source } = await setUp();
  const run = await store.create({ ...settings, workspace: 'file:///elsewhere' }, state, {});
  await takeLease(run.folder);
  await store.refresh();
  expect(source.getState().run?.id).toBe(run.id);
  await giveLeaseBack(run.folder);
  await store.refresh();
  expect(source.getState().run).toBeUndefined();
});

it('tries again to complete sentences when its page comes into view', async () => {
  const { source, filled } = await setUp();
  const retry = vi.spyOn(filled, 'retry');
  source.beSeen();
  expect(retry).toHaveBeenCalledTimes(1);
});

it('replaces no sentence where there is no run whose text could propose others', async () => {
  const { source, probes } = await setUp();
  await probes.edit(['今天天气很[MASK]。']);
  await source.perform({ type: 'proposeProbes' });
  expect(probes.texts).toEqual(['今天天气很[MASK]。']);
});

it.each([
  [[], ['[MASK]早']],
  [['[MASK]新'], ['[MASK]新']],
])('proposes sentences of the latest run that has some (%s)', async (latest, proposed) => {
  const { source, probes, finishedRun } = await setUp();
  await finishedRun(['[MASK]早'], 1);
  await finishedRun(latest, 2);
  await source.perform({ type: 'proposeProbes' });
  expect(probes.texts).toEqual(proposed);
});

describe('of the run on display', () => {
  async function shownSentences(chosen?: readonly string[]): Promise<string[]> {
    const { store, source, probes, finishedRun } = await setUp();
    if (chosen) await probes.edit(chosen);
    await store.change(await finishedRun(), { probes: ['[MASK]好'] });
    return source.getState().probes.probes.map(({ text }) => text);
  }

  it('the sentences are shown where the workspace has none, as where it was learnt in another', async () => {
    expect(await shownSentences()).toEqual(['[MASK]好']);
  });

  it('the sentences are not shown where the workspace has its own', async () => {
    expect(await shownSentences(['[MASK]早'])).toEqual(['[MASK]早']);
  });

  it('the sentences are not shown where the person has deleted all', async () => {
    expect(await shownSentences([])).toEqual([]);
  });
});

describe('sentences are completed', () => {
  it('by the base of a run and by its result', async () => {
    const { probes, source, askedFor, finishedRun } = await setUp();
    await probes.edit(['今天天气很[MASK]。']);
    const { resultFolder } = await finishedRun();
    source.getState();
    expect([...askedFor]).toEqual([imported.folder, resultFolder]);
  });

  it('by what a run has come to, which is after it', async () => {
    const { source, finishedRun, store } = await setUp();
    await store.change(await finishedRun(), { probes: ['[MASK]好'] });
    await vi.waitFor(() => {
      expect(source.getState().probes.probes).toEqual([
        { text: '[MASK]好', before: '你 … 真', during: [], after: '你 … 真' },
      ]);
    });
  });

  it('by what a paused run has learnt so far, which is none of what it comes to', async () => {
    const { store, source, finishedRun } = await setUp();
    const run = await finishedRun(['[MASK]好']);
    await log(run.folder, startEvent(), progressEvent(3), doneEvent(true));
    await store.change(run, { wish: 'pause', probes: ['[MASK]好'] });
    await vi.waitFor(() => {
      expect(source.getState().probes.probes).toEqual([
        { text: '[MASK]好', before: '你 … 真', during: [{ step: 3, fillings: '你 … 真' }] },
      ]);
    });
  });

  it('as they were when the run began, where its base has been removed since', async () => {
    const { store, source, askedFor, finishedRun } = await setUp();
    const run = await finishedRun([], 1, 'imported/gone');
    await log(run.folder, evaluationEvent(0), doneEvent(false));
    await store.change(run, { probes: ['[MASK]好'] });
    await vi.waitFor(() => {
      expect(source.getState().probes.probes).toMatchObject([{ before: '0', after: '你 … 真' }]);
    });
    expect([...askedFor]).toEqual([run.resultFolder]);
  });

  it('by the embedded model alone where the workspace is not trusted', async () => {
    const { probes, source, askedFor, finishedRun } = await setUp({ isTrusted: false });
    await probes.edit(['今天天气很[MASK]。']);
    await finishedRun();
    source.getState();
    expect([...askedFor]).toEqual([embedded.folder]);
  });
});

it.each<[Failure, string[]]>([
  ['refused', []],
  ['broken', ['showLog']],
])('the log is offered only where it says more than the sentence (%s)', async (failure, offers) => {
  const { probes, source } = await setUp({ failure });
  await probes.edit(['今天天气很[MASK]。']);
  source.getState();
  await vi.waitFor(() => {
    const { problem } = source.getState().probes;
    expect(problem?.nextSteps.map(({ type }) => type)).toEqual(offers);
  });
});

it.each([true, false])('two runs are compared where the workspace is trusted (%s)', async (isTrusted) => {
  const { source, finishedRun } = await setUp({ isTrusted });
  const [left, right] = [await finishedRun(), await finishedRun()];
  await source.perform({ type: 'compare', run: left.id });
  const { comparison } = source.getState();
  expect(comparison && [comparison.left.id, comparison.right.id]).toEqual(
    isTrusted ? [left.id, right.id] : undefined,
  );
});

describe('the focus', () => {
  it.each(['fineTuneFiles', 'fineTuneWithChoices', 'importModel'] as const)(
    'comes back to the page after the questions of “%s”',
    async (type) => {
      const { source, focusPage } = await setUp();
      await source.perform({ type });
      expect(focusPage).toHaveBeenCalledTimes(1);
    },
  );

  it('stays where the person has taken it after a request that asks nothing, or is not allowed', async () => {
    const { source, focusPage } = await setUp({ isTrusted: false });
    await source.perform({ type: 'showLog' });
    await source.perform({ type: 'fineTuneFiles' });
    expect(focusPage).not.toHaveBeenCalled();
  });
});

import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { ModelEntry } from '../../../src/models/modelLibrary';
import type { Handlers } from '../../../src/protocol/channel';
import type { EngineContract, RunEstimate } from '../../../src/protocol/engine';
import { askChoices } from '../../../src/runs/fineTunePicks';
import { FakeEngine } from '../fakeEngine';
import { libraryOf } from '../models/libraryOf';
import { check } from './support';

/**
 * How the person cancels what a notification shows, which models they were offered to start from, and whether a click
 * elsewhere meets each question.
 */
const person = vi.hoisted(() => ({
  cancel: (): void => undefined,
  offered: [] as { label: string; description: string }[],
  clicksElsewhere: false,
}));

vi.mock('../../../src/runs/wordPick', () => ({
  pickWords: (found: readonly string[]) => Promise.resolve(found),
}));

vi.mock('vscode', () => ({
  ProgressLocation: { Notification: 15 },
  l10n: { t: (message: string) => message },
  window: {
    showQuickPick: (items: unknown[], { ignoreFocusOut = false, title = '' }) => {
      if (title.includes('Start From')) person.offered = items as typeof person.offered;
      if (person.clicksElsewhere && !ignoreFocusOut) return Promise.resolve(undefined);
      return Promise.resolve(items[0]);
    },
    withProgress: ({ cancellable = false }, work: (...args: unknown[]) => unknown) => {
      const onCancellationRequested = (listener: () => void) => {
        if (cancellable) person.cancel = listener;
      };
      return work({}, { isCancellationRequested: false, onCancellationRequested });
    },
  },
}));

const embedded: ModelEntry = { id: 'embedded', name: 'E', kind: 'embedded', folder: 'folder', version: '' };
const corpus = { text: { name: 'notes.md', content: '军中人人敬重诸葛涛。' } };
const estimate: RunEstimate = { check, seconds: { quick: 1, balanced: 2, thorough: 3 }, memory: 1e9 };

/** Asks the person by the help of an engine that has this answer. */
function ask(answer: Handlers<EngineContract>['estimate'], library = libraryOf(embedded)) {
  const engine = new FakeEngine({ estimate: answer });
  return { engine, choices: askChoices(library, corpus, () => engine) };
}

beforeEach(() => {
  Object.assign(person, { cancel: () => undefined, offered: [], clicksElsewhere: false });
});

describe('Fine-Tune with Choices…', () => {
  it('asks from what, how and which words to learn, after one look at the text', async () => {
    const answer = vi.fn<Handlers<EngineContract>['estimate']>(() => Promise.resolve(estimate));
    const { engine, choices } = ask(answer);
    expect(await choices).toEqual({ base: 'embedded', effort: 'balanced', terms: ['诸葛涛'], check });
    expect(answer.mock.calls.map(([request]) => request)).toEqual([{ corpus, base: 'folder' }]);
    expect(engine.released).toBe(true);
  });

  it('says of a model to start from that it guesses no better than chance', async () => {
    const imported = { ...embedded, id: 'imported/1', kind: 'imported' } as const;
    const library = libraryOf(
      embedded,
      { ...imported, name: 'good' },
      { ...imported, name: 'random', untrainedHead: true },
    );
    await ask(() => Promise.resolve(estimate), library).choices;
    expect(person.offered).toMatchObject([
      { label: 'E', description: 'Ships with Cloze Tuner' },
      { label: 'good', description: 'Imported' },
      { label: 'random', description: 'Guesses no better than chance' },
    ]);
  });

  it('does not start from what a run has learnt that can still go on', async () => {
    const result = { ...embedded, id: 'run/1', kind: 'result', base: 'embedded' } as const;
    const library = libraryOf(
      embedded,
      { ...result, name: 'done' },
      { ...result, name: 'paused', unfinished: true },
    );
    await ask(() => Promise.resolve(estimate), library).choices;
    expect(person.offered.map(({ label }) => label)).toEqual(['E', 'done']);
  });

  it('keeps what checking the text found when the person clicks elsewhere after that', async () => {
    const { choices } = ask(() => {
      person.clicksElsewhere = true;
      return Promise.resolve(estimate);
    });
    expect(await choices).toMatchObject({ effort: 'balanced', terms: ['诸葛涛'] });
  });

  it('ends in silence, with its engine, when it is cancelled while the text is checked', async () => {
    const { engine, choices } = ask(() => {
      person.cancel();
      return new Promise(() => undefined);
    });
    expect(await choices).toBeUndefined();
    expect(engine.released).toBe(true);
  });

  it('leaves to who tells it why there is nothing to learn, and lets its engine go', async () => {
    const { engine, choices } = ask(() => Promise.reject(new Error('The text is empty.')));
    await expect(choices).rejects.toThrow('The text is empty.');
    expect(engine.released).toBe(true);
  });
});

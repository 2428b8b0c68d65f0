import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { Handlers } from '../../../src/protocol/channel';
import type { EngineContract } from '../../../src/protocol/engine';
import { Exporting } from '../../../src/runs/exporting';
import { FakeEngine } from '../fakeEngine';
import { check, doneEvent, log, makeStore, settings, startEvent, state } from './support';

/** How the person cancels what a notification shows, and what they were told. */
const person = vi.hoisted(() => ({ cancel: (): void => undefined, told: [] as string[] }));

vi.mock('vscode', () => ({
  ProgressLocation: { Notification: 15 },
  l10n: {
    t: (message: string, ...values: unknown[]) =>
      message.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)])),
  },
  commands: { executeCommand: () => Promise.resolve() },
  window: {
    showQuickPick: (items: unknown[]) => Promise.resolve(items[0]),
    showOpenDialog: () => Promise.resolve([{ scheme: 'file', fsPath: '/home/me' }]),
    showInformationMessage: (message: string) => Promise.resolve(void person.told.push(message)),
    withProgress: ({ cancellable = false }, work: (...args: unknown[]) => unknown) => {
      const onCancellationRequested = (listener: () => void) => {
        if (cancellable) person.cancel = listener;
      };
      return work({}, { isCancellationRequested: false, onCancellationRequested });
    },
  },
}));

/** Exports a result by the help of an engine that has this answer. */
async function exportBy(answer: Handlers<EngineContract>['export']) {
  const { store } = await makeStore();
  const run = await store.create(settings, state, { text: '诸葛涛好。', check });
  await log(run.folder, startEvent(), doneEvent(false));
  await store.refresh();
  const engine = new FakeEngine({ export: answer });
  return { run, engine, exported: new Exporting(store, () => engine).export(run.id) };
}

beforeEach(() => {
  Object.assign(person, { cancel: () => undefined, told: [] });
});

describe('Export Model…', () => {
  it('says where the model was exported to', async () => {
    const answer = vi.fn<Handlers<EngineContract>['export']>(() => Promise.resolve(null));
    const { run, engine, exported } = await exportBy(answer);
    await exported;
    const out = '/home/me/notes-hf';
    expect(answer.mock.calls.map(([request]) => request)).toEqual([
      { model: run.resultFolder, format: 'hf', out },
    ]);
    expect(person.told).toEqual([`“notes” was exported to ${out}.`]);
    expect(engine.released).toBe(true);
  });

  it('says what to do first where nothing has been learnt yet', async () => {
    const { store } = await makeStore();
    await new Exporting(store, () => new FakeEngine({})).export(undefined);
    expect(person.told).toEqual(['There is no model to export yet. Fine-tune one first.']);
  });

  it('ends in silence, with its engine, when it is cancelled', async () => {
    const { engine, exported } = await exportBy((_, signal) => {
      person.cancel();
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('cancelled'));
        });
      });
    });
    await exported;
    expect(person.told).toEqual([]);
    expect(engine.released).toBe(true);
  });

  it('leaves to who tells it why the model cannot be exported', async () => {
    const { engine, exported } = await exportBy(() => Promise.reject(new Error('The disk is full.')));
    await expect(exported).rejects.toThrow('The disk is full.');
    expect(engine.released).toBe(true);
  });
});

import { beforeEach, describe, expect, it, vi } from 'vitest';

import { tellEnd } from '../../../src/runs/endMessage';
import { check, doneEvent, log, makeStore, settings, startEvent, state } from './support';

/** What the person was told, the button that they press, and the commands that were run for it. */
const person = vi.hoisted(() => ({
  told: [] as string[],
  presses: undefined as string | undefined,
  commands: [] as string[],
}));

vi.mock('vscode', () => {
  const show = (message: string) => {
    person.told.push(message);
    return Promise.resolve(person.presses);
  };
  return {
    l10n: {
      t: (message: string, ...values: unknown[]) =>
        message.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)])),
    },
    commands: { executeCommand: (name: string) => Promise.resolve(void person.commands.push(name)) },
    window: { showInformationMessage: show, showErrorMessage: show },
  };
});

const on = { completionsEnabled: true };

async function endedBy(...events: Parameters<typeof log>[1][]) {
  const { store } = await makeStore();
  const run = await store.create(settings, state, { text: '诸葛涛好。', check });
  await log(run.folder, ...events);
  await store.refresh();
  return { store, run };
}

beforeEach(() => {
  Object.assign(person, { told: [], presses: undefined, commands: [] });
});

describe('the message about the end of a run', () => {
  it('says that it is done, and leads to the dashboard', async () => {
    const { run } = await endedBy(startEvent(), doneEvent(false));
    person.presses = 'Show Dashboard';
    await tellEnd(run, on);
    expect(person.told).toEqual(['Fine-tuning “notes” is done. The result now completes [MASK].']);
    expect(person.commands).toEqual(['clozeTuner.dashboard.focus']);
  });

  it('promises no completions while they are switched off', async () => {
    const { run } = await endedBy(startEvent(), doneEvent(false));
    await tellEnd(run, { completionsEnabled: false });
    expect(person.told).toEqual(['Fine-tuning “notes” is done. Completions in the editor are off.']);
  });

  it('says why it has failed, and leads nowhere by itself', async () => {
    const { store, run } = await endedBy();
    await store.change(run, { problem: 'The disk is full.' });
    await tellEnd(run, on);
    expect(person.told).toEqual(['Fine-tuning “notes” has failed. The disk is full.']);
    expect(person.commands).toEqual([]);
  });

  it('is not there for a run that the person has stopped', async () => {
    const { store, run } = await endedBy(startEvent(), doneEvent(true));
    await store.change(run, { wish: 'stop' });
    await tellEnd(run, on);
    expect(person.told).toEqual([]);
  });
});

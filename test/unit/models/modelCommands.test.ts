import { rmSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';

import { beforeEach, describe, expect, it, vi } from 'vitest';

import { ImportedModels } from '../../../src/models/importedModels';
import { ModelCommands } from '../../../src/models/modelCommands';
import { ModelLibrary, type ModelEntry } from '../../../src/models/modelLibrary';
import { memory } from '../host/memory';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

interface Item {
  readonly label: string;
  readonly description?: string;
}

/** What the person answers, and what they were offered, asked and told. */
const person = vi.hoisted(() => ({
  pick: undefined as string | undefined,
  agrees: true,
  /** What happens while a question waits for its answer. */
  meanwhile: (): void => undefined,
  offered: [] as Item[],
  asked: [] as string[],
  told: [] as string[],
}));

vi.mock('vscode', () => ({
  l10n: {
    t: (text: string, ...values: unknown[]) =>
      text.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)])),
  },
  window: {
    showQuickPick: (items: Item[]) => {
      person.offered = items;
      return Promise.resolve(items.find(({ label }) => label === person.pick));
    },
    showWarningMessage: (question: string, { detail }: { detail: string }, yes: string) => {
      person.asked.push(`${question} ${detail}`);
      person.meanwhile();
      return Promise.resolve(person.agrees ? yes : undefined);
    },
    showInformationMessage: (message: string) => Promise.resolve(person.told.push(message)),
  },
}));

beforeEach(() => {
  Object.assign(person, { pick: undefined, agrees: true, meanwhile: () => undefined, offered: [] });
  Object.assign(person, { asked: [], told: [] });
});

const folder = temporaryFolder();
const embedded: ModelEntry = { id: 'embedded', name: 'E', kind: 'embedded', folder: 'embedded', version: '' };
const result: ModelEntry = { ...embedded, id: 'run/1', name: 'notes', kind: 'result', base: 'imported/tiny' };

/** A model was imported, and a result was learnt on top of it. */
async function setUp({ atWorkOn = '' } = {}) {
  const atWork = new Set([atWorkOn]);
  const imported = new ImportedModels(folder.path);
  await imported.add('tiny', async (out) => {
    await mkdir(out);
    return true;
  });
  const results = { models: () => [result], onDidChange: () => ({ dispose: () => undefined }) };
  const library = new ModelLibrary(embedded, [imported, results], memory(), () => true);
  return {
    library,
    imported,
    atWork,
    commands: new ModelCommands(library, imported, {
      learntOn: () => [result.id],
      areAtWorkOn: (id) => atWork.has(id),
    }),
  };
}

describe('Select Active Model', () => {
  it('offers every model and says which is active', async () => {
    const { commands } = await setUp();
    await commands.selectActive();
    expect(person.offered).toMatchObject([
      { label: 'E', description: 'Ships with Cloze Tuner, active' },
      { label: 'tiny', description: 'Imported' },
      { label: 'notes', description: 'Learnt from your text' },
    ]);
  });

  it('takes the picked model for completions, and leaves all as it is when none is picked', async () => {
    const { commands, library } = await setUp();
    person.pick = 'notes';
    await commands.selectActive();
    expect(library.active).toEqual(result);
    person.pick = undefined;
    await commands.selectActive();
    expect(library.active).toEqual(result);
  });
});

describe('Remove Imported Model', () => {
  it.each(['imported/tiny', 'run/1'])(
    'says so of one by which [MASK] is completed, which the embedded one does then: %s',
    async (id) => {
      person.pick = 'tiny';
      const { commands, library } = await setUp();
      await library.activate({ id });
      await commands.removeImported();
      expect(person.asked).toEqual([
        'Remove the model “tiny” from this computer? It is in use; the embedded model takes its place. 1 result that builds on it will no longer work.',
      ]);
      expect(library.active).toBe(embedded);
    },
  );

  it('leaves another one of its name, imported later, to be chosen', async () => {
    person.pick = 'tiny';
    const { commands, library, imported } = await setUp();
    await library.activate({ id: 'imported/tiny' });
    await commands.removeImported();
    await imported.add('tiny', async (out) => {
      await mkdir(out);
      return true;
    });
    expect(library.active).toBe(embedded);
  });

  it('says so when there is none', async () => {
    const { commands, imported } = await setUp();
    for (const model of imported.models()) await imported.remove(model);
    await commands.removeImported();
    expect(person.told).toEqual(['No model has been imported.']);
  });

  it.each([
    [true, []],
    [false, ['tiny']],
  ])('removes the picked one with its files if that is confirmed (%s)', async (agrees, left) => {
    Object.assign(person, { pick: 'tiny', agrees });
    const { commands } = await setUp();
    await commands.removeImported();
    expect(person.asked).toEqual([
      'Remove the model “tiny” from this computer? 1 result that builds on it will no longer work.',
    ]);
    expect(await readdir(folder.path)).toEqual(left);
  });

  it('asks nothing and removes nothing when none is picked', async () => {
    const { commands, imported } = await setUp();
    await commands.removeImported();
    expect(person.offered).toMatchObject([{ label: 'tiny' }]);
    expect(person.asked).toEqual([]);
    expect(imported.models()).toHaveLength(1);
  });

  it('is refused while a run on top of it has not ended', async () => {
    person.pick = 'tiny';
    const { commands, imported } = await setUp({ atWorkOn: 'imported/tiny' });
    await commands.removeImported();
    expect(person.told).toEqual(['A run on top of “tiny” has not ended. Stop or discard that run first.']);
    expect(imported.models()).toHaveLength(1);
  });

  it('is refused when a run on top of it has begun by the time of the answer', async () => {
    person.pick = 'tiny';
    const { commands, imported, atWork } = await setUp();
    person.meanwhile = () => atWork.add('imported/tiny');
    await commands.removeImported();
    expect(person.told).toEqual(['A run on top of “tiny” has not ended. Stop or discard that run first.']);
    expect(imported.models()).toHaveLength(1);
  });

  it('does nothing more when another window has removed it by the time of the answer', async () => {
    person.pick = 'tiny';
    const { commands, imported } = await setUp();
    const [model] = imported.models();
    person.meanwhile = () => {
      if (model) rmSync(model.folder, { recursive: true });
    };
    await commands.removeImported();
    expect(imported.models()).toEqual([]);
  });
});

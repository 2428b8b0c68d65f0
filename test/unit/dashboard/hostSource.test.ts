import { describe, expect, it, vi } from 'vitest';

import { FilledSentences } from '../../../src/dashboard/filledSentences';
import { HostSource } from '../../../src/dashboard/hostSource';
import { Notices } from '../../../src/dashboard/notices';
import { ModelLibrary, type ModelEntry } from '../../../src/models/modelLibrary';
import { ProbeMemory } from '../../../src/runs/probeMemory';
import { RunActions } from '../../../src/runs/runActions';
import { RunQueue } from '../../../src/runs/runQueue';
import { makeStore } from '../runs/support';

vi.mock('vscode', () => ({}));

const embedded: ModelEntry = { id: 'embedded', name: 'E', kind: 'embedded', folder: 'embedded', version: '' };
const imported: ModelEntry = { ...embedded, id: 'imported/1', name: 'I', kind: 'imported' };

async function setUp({ isTrusted = true } = {}) {
  const { store } = await makeStore();
  const values = new Map<string, unknown>();
  const memory = {
    get: (key: string) => values.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
  };
  const others = { models: () => [imported], onDidChange: () => ({ dispose: () => undefined }) };
  const library = new ModelLibrary(embedded, [others], memory, () => true);
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
  const probes = new ProbeMemory(memory);
  const filled = new FilledSentences({ fill: never });
  const source = new HostSource({
    store,
    queue,
    library,
    probes,
    filled,
    notices: new Notices(),
    runActions: new RunActions(store, queue, library, { repeat: never }, whenTrusted),
    whenTrusted,
    runCommand: never,
    workspace: undefined,
  });
  return { source, filled, probes };
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
      expect(source.getState().models.models.filter(({ active }) => active)).toMatchObject([{ name }]);
    },
  );
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

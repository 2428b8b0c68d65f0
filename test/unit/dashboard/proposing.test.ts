import { beforeEach, expect, it, vi } from 'vitest';

import { propose } from '../../../src/dashboard/proposing';
import { ProbeMemory } from '../../../src/runs/probeMemory';
import { memory } from '../host/memory';

const asked = vi.hoisted(() => ({
  questions: [] as string[],
  told: [] as string[],
  commands: [] as string[],
  answer: true,
}));

vi.mock('vscode', () => ({
  l10n: { t: (text: string) => text },
  commands: { executeCommand: (command: string) => Promise.resolve(asked.commands.push(command)) },
  window: {
    showInformationMessage: (message: string) => Promise.resolve(asked.told.push(message)),
    showWarningMessage: (question: string, _: unknown, yes: string) => {
      asked.questions.push(question);
      return Promise.resolve(asked.answer ? yes : undefined);
    },
  },
}));

beforeEach(() => {
  Object.assign(asked, { questions: [], told: [], commands: [], answer: true });
});

const own = '我自己的[MASK]。';
const proposed = '[MASK][MASK][MASK]驻守在荆州城。';

it('replaces earlier proposals unasked', async () => {
  const probes = new ProbeMemory(memory());
  await probes.reset(['他在[MASK]。']);
  await propose([proposed], probes);
  expect(asked).toMatchObject({ questions: [], told: [], commands: [] });
  expect(probes.texts).toEqual([proposed]);
});

it.each([
  ['replaces', true, [proposed]],
  ['leaves', false, [own]],
])("%s the person's own sentences as they answer", async (_, answer, texts) => {
  asked.answer = answer;
  const probes = new ProbeMemory(memory());
  await probes.edit([own]);
  await propose([proposed], probes);
  expect(asked.questions).toEqual(['Replace the sentences that you have written with suggested ones?']);
  expect(probes.texts).toEqual(texts);
  expect(asked.commands).toEqual(['clozeTuner.dashboard.focus']);
});

it('leaves every sentence where there is nothing to propose, and says so', async () => {
  const probes = new ProbeMemory(memory());
  await probes.edit([own]);
  await propose([], probes);
  expect(asked.questions).toEqual([]);
  expect(asked.told).toEqual([expect.stringContaining('There are no sentences to suggest yet')]);
  expect(probes.texts).toEqual([own]);
});

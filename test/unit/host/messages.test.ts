import { beforeEach, expect, it, vi } from 'vitest';

import { showError, showInformation, showWarning } from '../../../src/host/messages';
import { withNotification } from '../../../src/host/notification';

const shown = vi.hoisted((): string[] => []);

vi.mock('vscode', () => {
  const show = (message: string, ...choices: string[]) => {
    shown.push(message);
    return Promise.resolve(choices.at(-1));
  };
  return {
    ProgressLocation: {},
    window: {
      showInformationMessage: show,
      showWarningMessage: show,
      showErrorMessage: show,
      withProgress: ({ title }: { title: string }) => show(title),
    },
  };
});

/** What VS Code makes links of, after its `parseLinkedText`. */
const link = /\[[^\]]+\]\((?:https?:\/\/|command:|file:)[^)\s]+\)/u;

beforeEach(() => {
  shown.length = 0;
});

it('nothing that stands in a file becomes a link in a message', async () => {
  const hostile = 'It has “[Repair](command:workbench.action.terminal.new)” and [this](https://a.b).';
  expect(hostile).toMatch(link);
  for (const show of [showInformation, showWarning, showError]) await show(hostile);
  await withNotification(hostile, () => Promise.resolve());
  expect(shown).toHaveLength(4);
  for (const message of shown) expect(message).not.toMatch(link);
});

it('other messages are shown as they are, and the choice that is made is told', async () => {
  expect(await showInformation('“[a] (b)” was imported.', 'No', 'Yes')).toBe('Yes');
  expect(shown).toEqual(['“[a] (b)” was imported.']);
});

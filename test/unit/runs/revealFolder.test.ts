import { beforeEach, describe, expect, it, vi } from 'vitest';

import { revealFolder } from '../../../src/runs/revealFolder';

/** Where the window is, what it was asked to do, and what the person answers. */
const window = vi.hoisted(() => ({
  uiKind: 1,
  remoteName: undefined as string | undefined,
  commands: [] as unknown[][],
  told: [] as string[],
  answer: undefined as string | undefined,
  copied: [] as string[],
}));

vi.mock('vscode', () => ({
  UIKind: { Desktop: 1, Web: 2 },
  Uri: { file: (path: string) => path },
  l10n: { t: (text: string, value?: string) => text.replace('{0}', value ?? '') },
  env: {
    get uiKind() {
      return window.uiKind;
    },
    get remoteName() {
      return window.remoteName;
    },
    clipboard: { writeText: (text: string) => Promise.resolve(window.copied.push(text)) },
  },
  commands: { executeCommand: (...command: unknown[]) => Promise.resolve(window.commands.push(command)) },
  window: {
    showInformationMessage: (message: string) => {
      window.told.push(message);
      return Promise.resolve(window.answer);
    },
  },
}));

beforeEach(() => {
  Object.assign(window, {
    uiKind: 1,
    remoteName: undefined,
    commands: [],
    told: [],
    answer: undefined,
    copied: [],
  });
});

describe('Reveal Folder', () => {
  it('shows the folder in the file manager of this computer', async () => {
    await revealFolder('/runs/1');
    expect(window.commands).toEqual([['revealFileInOS', '/runs/1']]);
    expect(window.told).toEqual([]);
  });

  it.each([
    ['in a browser', { uiKind: 2 }],
    ['on a remote computer', { remoteName: 'ssh-remote' }],
  ])('tells the path %s, to be copied', async (_, place) => {
    Object.assign(window, place, { answer: 'Copy Path' });
    await revealFolder('/runs/1');
    expect(window.commands).toEqual([]);
    expect(window.told).toEqual([expect.stringContaining('/runs/1')]);
    expect(window.copied).toEqual(['/runs/1']);
  });

  it('copies nothing when the person only reads the path', async () => {
    Object.assign(window, { remoteName: 'ssh-remote' });
    await revealFolder('/runs/1');
    expect(window.copied).toEqual([]);
  });
});

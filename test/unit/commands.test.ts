import { expect, it, vi } from 'vitest';

import { chosenUris } from '../../src/commands';

const { Uri } = vi.hoisted(() => ({
  Uri: class Uri {
    readonly scheme = 'file';
  },
}));

vi.mock('vscode', () => ({ Uri }));

const [clicked, other] = [new Uri(), new Uri()];

it.each([
  ['all files that are selected in the explorer', clicked, [clicked, other], [clicked, other]],
  ['the file that was clicked', clicked, undefined, [clicked]],
  ['none from the command palette', undefined, undefined, []],
  ['none for what a caller makes up', 'notes.md', ['notes.md'], []],
])('are chosen: %s', (_, resource, selected, chosen) => {
  expect(chosenUris(resource, selected)).toEqual(chosen);
});

import { expect, it } from 'vitest';
import { Drafts, type PageMemory } from '../../../webview/logic/drafts';

/** What VS Code keeps outlives the page, and with it the drafts that were made there. */
function memoryOf(state?: unknown): PageMemory {
  return {
    getState: () => state,
    setState: (next) => {
      state = next;
    },
  };
}

it('finds the sentences again that were being written when the page was taken down', () => {
  const memory = memoryOf();
  new Drafts(memory).keep(['三国人物[MASK]', '']);
  expect(new Drafts(memory).kept).toEqual(['三国人物[MASK]', '']);
});

it('finds none after they were saved or given up', () => {
  const memory = memoryOf();
  const drafts = new Drafts(memory);
  drafts.keep(['三国人物[MASK]']);
  drafts.forget();
  expect(new Drafts(memory).kept).toBeUndefined();
});

it.each([null, '[MASK]', [1]])('takes no %j for sentences', (state) => {
  expect(new Drafts(memoryOf(state)).kept).toBeUndefined();
});

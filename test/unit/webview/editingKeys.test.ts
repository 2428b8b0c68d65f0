import { expect, it } from 'vitest';
import { wishOf } from '../../../webview/logic/editingKeys';

it.each([
  ['Enter', 'save'],
  ['Escape', 'cancel'],
  ['a', undefined],
])('%s in a field means: %s; not while an input method composes', (key, wish) => {
  expect(wishOf({ key, isComposing: false })).toBe(wish);
  expect(wishOf({ key, isComposing: true })).toBeUndefined();
});

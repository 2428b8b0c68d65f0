import { expect, it } from 'vitest';

import { shortName } from '../../../src/host/shortName';

it.each([
  ['notes', 'notes'],
  ['a'.repeat(20), 'a'.repeat(20)],
  ['a'.repeat(21), `${'a'.repeat(14)}…aaaaa`],
  ['The Story of a Name of the Three Kingdoms (2)', 'The Story of a…s (2)'],
  ['𠀀'.repeat(21), `${'𠀀'.repeat(14)}…${'𠀀'.repeat(5)}`],
])('“%s” is shown as “%s”', (name, shown) => {
  expect(shortName(name)).toBe(shown);
});

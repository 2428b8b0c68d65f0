import { expect, it } from 'vitest';

import { thinned } from '../../../src/dashboard/thinned';

it('keeps short lists, and the ends of long ones', () => {
  expect(thinned([1, 2, 3], 5)).toEqual([1, 2, 3]);
  const items = Array.from({ length: 1_001 }, (_, index) => index);
  const thin = thinned(items, 100);
  expect(thin.length).toBeLessThanOrEqual(101);
  expect([thin[0], thin.at(-1)]).toEqual([0, 1_000]);
});

import { describe, expect, it } from 'vitest';
import { gapsOf } from '../../../src/core/filling/writtenGaps';

describe('the gaps of a text', () => {
  it('are neighbouring [MASK]s, in any case, with or without spaces', () => {
    expect(gapsOf('爱[MASK][mask] [Mask]和[MASK]')).toEqual([
      { text: '[MASK][mask] [Mask]', start: 1, end: 20, slots: 3 },
      { text: '[MASK]', start: 21, end: 27, slots: 1 },
    ]);
  });

  it('end with their line', () => {
    expect(gapsOf('在[MASK]\r\n[MASK]好').map(({ start, slots }) => [start, slots])).toEqual([
      [1, 1],
      [9, 1],
    ]);
  });

  it('are none where no [MASK] is whole', () => {
    expect(gapsOf('[MASK 和 MASK]')).toEqual([]);
  });
});

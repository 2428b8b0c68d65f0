import { describe, expect, it } from 'vitest';
import { changes, piecesOf } from '../../../webview/logic/completions';

describe('the gaps of a probe', () => {
  it('are runs of neighbouring slots', () => {
    expect(piecesOf('名将[MASK][MASK]在[MASK]一战')).toEqual([
      { text: '名将' },
      { slots: 2 },
      { text: '在' },
      { slots: 1 },
      { text: '一战' },
    ]);
  });

  it('may stand at both ends and be written in lower case', () => {
    expect(piecesOf('[mask]国[Mask]')).toEqual([{ slots: 1 }, { text: '国' }, { slots: 1 }]);
  });

  it('may have white space between their slots, as for the engine', () => {
    expect(piecesOf('名将[MASK] [mask]，[MASK]')).toEqual([
      { text: '名将' },
      { slots: 2 },
      { text: '，' },
      { slots: 1 },
    ]);
  });
});

describe('the changes in a run', () => {
  it('leave out evaluations that say the same as the one before', () => {
    const during = [
      { step: 10, fillings: '甲' },
      { step: 20, fillings: '乙' },
      { step: 30, fillings: '乙' },
      { step: 40, fillings: '甲' },
    ];
    expect(changes(during).map(({ step }) => step)).toEqual([10, 20, 40]);
  });
});

import { describe, expect, it } from 'vitest';
import { fillings, piecesOf, changes } from '../../../webview/logic/completions';

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

describe('what a completion puts into the gaps', () => {
  it.each([
    ['三国人物[MASK][MASK][MASK]', '三国人物诸葛涛', ['诸葛涛']],
    ['[MASK]在[MASK][MASK]，大胜。', '他在赤壁，大胜。', ['他', '赤壁']],
    ['他说(a+b)？[MASK]', '他说(a+b)？对', ['对']],
    ['Say [MASK].', 'say yes.', ['yes']],
    ['名将[MASK] [mask]。', '名将关羽。', ['关羽']],
  ])('%s ← %s', (probe, completion, expected) => {
    expect(fillings(probe, completion)).toEqual(expected);
  });

  it('is the whole sentence where the text around the gaps is another', () => {
    expect(fillings('甲[MASK]乙', '丙丁')).toEqual(['丙丁']);
  });
});

describe('the changes in a run', () => {
  it('leave out evaluations that say the same as the one before', () => {
    const during = [
      { step: 10, completion: '甲' },
      { step: 20, completion: '乙' },
      { step: 30, completion: '乙' },
      { step: 40, completion: '甲' },
    ];
    expect(changes(during).map(({ step }) => step)).toEqual([10, 20, 40]);
  });
});

import { describe, expect, it } from 'vitest';

import { hoverTable, probabilityBar } from '../../../src/editor/hoverText';

describe('hoverTable', () => {
  it('shows the models side by side, each word a link', () => {
    const table = hoverTable(
      [
        { model: 'mine', suggestions: [{ filling: '诸葛涛', probability: 0.75 }] },
        { model: 'base', suggestions: [{ filling: '一个人', probability: 0.0004 }] },
      ],
      (filling) => `command:fill?${filling}`,
    );
    expect(table.split('\n')).toEqual([
      '| mine |  | base |  |',
      '| :-- | :-- | :-- | :-- |',
      '| [诸葛涛](command:fill?诸葛涛) | ██████&nbsp;75%&emsp; | [一个人](command:fill?一个人) | ▏&nbsp;<0.1%&emsp; |',
    ]);
  });

  it.each([
    [0.754, '75%'],
    [0.054, '5.4%'],
  ])('shows %d as %s', (probability, shown) => {
    const table = hoverTable(
      [{ model: 'mine', suggestions: [{ filling: '好', probability }] }],
      () => 'link',
    );
    expect(table).toContain(`&nbsp;${shown}&emsp;`);
  });

  it('leaves a column narrow, whatever the name of its model', () => {
    const [heading] = hoverTable([{ model: 'name'.repeat(9), suggestions: [] }], () => 'link').split('\n');
    expect(heading).toBe('| namenamenamena…ename |  |');
  });

  it('lets no word or name write Markdown', () => {
    const table = hoverTable(
      [{ model: 'a|b', suggestions: [{ filling: '](x)', probability: 1 }] }],
      () => 'link',
    );
    expect(table).toContain('| a\\|b |');
    expect(table).toContain('[\\]\\(x\\)](link)');
  });
});

describe('probabilityBar', () => {
  it('grows with the probability, and is never nothing', () => {
    expect(probabilityBar(1)).toBe('████████');
    expect(probabilityBar(0.5)).toBe('████');
    expect(probabilityBar(0.5 + 1 / 64)).toBe('████▏');
    expect(probabilityBar(0)).toBe('▏');
  });
});

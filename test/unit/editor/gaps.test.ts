import { describe, expect, it } from 'vitest';

import { fillableGapAt, gapAt, gapsOf, isNearGap, windowAround } from '../../../src/editor/gaps';

const mask = '[MASK]';

describe('gapAt', () => {
  it.each([1, 4, 7])('finds the gap that a cursor at %i touches', (character) => {
    expect(gapAt('爱[MASK]你', character)?.start).toBe(1);
  });

  it.each([0, 8])('finds none for a cursor at %i, away from it', (character) => {
    expect(gapAt('爱[MASK]你', character)).toBeUndefined();
  });
});

describe('fillableGapAt', () => {
  it.each([
    [8, true],
    [9, false],
  ])('of %i neighbouring [MASK]s finds a gap: %s', (count, isFound) => {
    expect(fillableGapAt(mask.repeat(count), 0) !== undefined).toBe(isFound);
  });
});

describe('isNearGap', () => {
  it.each(['爱[|', '爱[M|', '爱[mas|', '爱[MASK|', '爱[MASK]|', '|爱[MASK]', '爱[M|]'])(
    'holds in %s',
    (text) => {
      expect(isNearGap(text.replace('|', ''), text.indexOf('|'))).toBe(true);
    },
  );

  it.each(['|', '爱|', '[链接](a)爱|', '爱M|'])('does not hold in %s', (text) => {
    expect(isNearGap(text.replace('|', ''), text.indexOf('|'))).toBe(false);
  });
});

describe('windowAround', () => {
  /** The window around the gap that begins at a place. */
  function windowAt(line: string, start: number) {
    const gap = gapsOf(line).find((each) => each.start === start);
    if (!gap) throw new Error('no gap there');
    return windowAround(line, gap);
  }

  it('is the whole line when that is short, and tells which of its gaps is meant', () => {
    const line = `${mask}爱${mask}。`;
    expect(windowAt(line, 0)).toEqual({ text: line, start: 0, index: 0 });
    expect(windowAt(line, 7)).toEqual({ text: line, start: 0, index: 1 });
  });

  it('is a part of a very long line, as long on either side', () => {
    const line = `${'前'.repeat(10_000)}${mask}${'后'.repeat(10_000)}`;
    expect(windowAt(line, 10_000).text).toBe(`${'前'.repeat(250)}${mask}${'后'.repeat(250)}`);
  });

  it('leaves out gaps that are far away', () => {
    const far = '远'.repeat(60);
    expect(windowAt(`${mask}${far}${mask}${far}${mask}`, 66)).toEqual({
      text: `${far}${mask}${far}`,
      start: 6,
      index: 0,
    });
  });

  it('leaves out gaps that are too long to be filled', () => {
    const long = mask.repeat(9);
    expect(windowAt(`${long}我爱${mask}你${long}`, 56)).toEqual({
      text: `我爱${mask}你`,
      start: 54,
      index: 0,
    });
  });

  it('leaves out the farthest of those that are more than can be filled together', () => {
    const [long, short] = [mask.repeat(8), mask.repeat(3)];
    const [before, after] = [`${long}爱${short}爱${short}爱`, `爱${short}爱${short}爱`];
    expect(windowAt(`${before}${long}${after}${long}`, before.length)).toEqual({
      text: `${before}${long}${after}`,
      start: 0,
      index: 3,
    });
  });

  it('cuts no character in two', () => {
    const line = `${'a'.repeat(1)}${'𠮷'.repeat(200)}${mask}`;
    const { text, start } = windowAt(line, 401);
    expect(text.startsWith('𠮷')).toBe(true);
    expect(line.slice(start, start + text.length)).toBe(text);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import {
  clock,
  dateAndTime,
  decimal,
  megabytes,
  percentage,
  useLanguage,
  wholePercentage,
} from '../../../webview/logic/format';

afterEach(() => {
  useLanguage('en');
});

describe('a clock', () => {
  it.each([
    [0, '0:00'],
    [7.4, '0:07'],
    [59.6, '1:00'],
    [750, '12:30'],
    [3723, '1:02:03'],
    [-1, '0:00'],
  ])('%d s reads %s', (seconds, expected) => {
    expect(clock(seconds)).toBe(expected);
  });
});

describe('figures', () => {
  it('keep one width, so that they do not jump', () => {
    expect([decimal(4.4), decimal(183.6), percentage(0.4), megabytes(412e6)]).toEqual([
      '4.40',
      '184',
      '40.0%',
      '412 MB',
    ]);
  });
});

describe('progress', () => {
  it.each([
    [29, 100, '29%'],
    [979, 1000, '97%'],
    [999, 1000, '99%'],
    [1000, 1000, '100%'],
  ])('of %d in %d steps is %s', (step, steps, expected) => {
    expect(wholePercentage(step, steps)).toBe(expected);
  });
});

describe('dates', () => {
  it('are those of the display language', () => {
    const time = new Date(2026, 10, 23, 16, 0).getTime();
    expect(dateAndTime(time)).toMatch(/^Nov 23, 2026/);
    useLanguage('zh-cn');
    expect(dateAndTime(time)).toMatch(/^2026年11月23日/);
  });
});

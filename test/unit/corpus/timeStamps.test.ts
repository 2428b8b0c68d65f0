import { describe, expect, it } from 'vitest';
import { withoutTimes } from '../../../src/core/corpus/timeStamps';

describe('withoutTimes', () => {
  it.each([
    ['2024-03-04 09:28:54 阿蔓(12345)', '阿蔓(12345)'],
    ['阿蔓  2024/3/4 9:28:54', '阿蔓'],
    ['[2024/3/4 09:56] 阿蔓: 你好', '阿蔓: 你好'],
    ['2024年3月4日 下午1:20 - 阿蔓: 你好', '阿蔓: 你好'],
    ['阿蔓, [2024/3/4 9:56]', '阿蔓'],
    ['[00:12.50][00:45.10]夜航的船', '夜航的船'],
    ['00:01:23 大家好。', '大家好。'],
  ])('takes them off the ends of %s', (line, text) => {
    expect(withoutTimes(line)).toBe(text);
  });

  it.each([
    '明天上午9:30开会',
    '会议时间：9:30',
    '我们在 9:30 出发',
    '2024年3月4日 9:30，我们出发。',
    '电影时长01:32:45',
    '2024-03-04 会议纪要',
    '比分是 3:2',
  ])('leaves those that are said: %s', (line) => {
    expect(withoutTimes(line)).toBe(line);
  });

  it.each([' ', '-', '[', '[00:12]', '2024-03-04 ', '1:11'])(
    'does not take long for many of “%s”',
    (mark) => {
      expect(withoutTimes(`字${mark.repeat(100_000)}字`)).toContain('字');
      expect(withoutTimes(`${mark.repeat(100_000)}字`)).toContain('字');
    },
  );
});

import { describe, expect, it } from 'vitest';
import { explainedWords } from '../../../src/core/masking/explainedWords';

describe('explained words', () => {
  const idioms = ['守株待兔', '画蛇添足', '亡羊补牢', '不可思议', '对牛弹琴', '数据库'];
  const entriesOf = (entryOf: (word: string) => string): string[] => idioms.map(entryOf);

  it.each([
    ['colons', (word: string) => `${word}：做了多余的事，反而不好。`],
    ['numbers and colons', (word: string) => `12. ${word}: 做了多余的事，反而不好。`],
    ['dashes', (word: string) => `“${word}”——做了多余的事，反而不好。`],
    ['是指', (word: string) => `${word}是指做了多余的事，反而不好。`],
    ['比喻', (word: string) => `${word}，比喻做了多余的事，反而不好。`],
    ['brackets around them', (word: string) => `【${word}】做了多余的事，反而不好。`],
    ['how they are read', (word: string) => `${word}（shǒu zhū dài tù）：做了多余的事，反而不好。`],
  ])('are also those that a dictionary knows, before %s', (_, entryOf) => {
    expect(explainedWords(entriesOf(entryOf))).toEqual(idioms);
  });

  it('stand beside abbreviations', () => {
    const entries = ['API：程序之间说话的约定', 'HTTP 2：网页传送的一种约定', '浏览器：打开网页用的程序'];
    expect(explainedWords([...entries, ...entriesOf((word) => `${word}：打开网页用的程序`)])).toEqual([
      '浏览器',
      ...idioms,
    ]);
  });

  it.each([
    ['a form', ['姓名：张三', '性别：男', '籍贯：山东', '出生年月：五月', '联系电话：无', '家庭住址：济南']],
    [
      'a talk',
      [1, 2, 3, 4].flatMap((day) => [`老师：今天是这个月的${day}号。`, '学生：今天我们去公园看花。']),
    ],
    ['verses', entriesOf((word) => `${word}，处处闻啼鸟，夜来风雨声。`)],
    ['a table of authors', entriesOf((word) => `${word} 唐代诗人李太白`)],
    ['a few lines', ['注意：请不要忘记关门。', '时间：明天上午九点开始。', '地点：在学校的大门口。']],
    ['a story with one', ['守株待兔：不主动努力的人。', ...Array<string>(9).fill('今天下雨，我们去公园。')]],
    ['nothing', []],
  ])('are not in %s', (_, passages) => {
    expect(explainedWords(passages)).toEqual([]);
  });
});

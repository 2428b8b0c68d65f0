import { describe, expect, it } from 'vitest';
import { headwords } from '../../../src/core/masking/headwords';

const words = ['灵梭', '霁澜塔', '墨鲸', '溯芯'];
const meanings = ['把海风变成淡水的塔', '能记住声音的门锁', '会自己收拢的帐篷', '用来测量月光的尺子'];

describe('headwords', () => {
  it.each([
    ['a colon', (word: string, meaning: string) => [`${word}：${meaning}。`]],
    ['a colon, numbered', (word: string, meaning: string) => [`1. “${word}”: ${meaning}。`]],
    ['a reading', (word: string, meaning: string) => [`${word}（líng）${meaning}。`]],
    ['a dash', (word: string, meaning: string) => [`${word}——${meaning}。`]],
    ['是', (word: string, meaning: string) => [`${word}是${meaning}。`]],
    ['a space, as in a table', (word: string, meaning: string) => [`${word} ${meaning}。`]],
    ['the end of a line', (word: string, meaning: string) => [word, `${meaning}。`]],
  ])('stand before %s', (_, entryOf) => {
    const passages = words.flatMap((word, index) => entryOf(word, meanings[index] ?? ''));
    expect(headwords(passages)).toEqual(words);
  });

  it('may be all there is', () => {
    expect(headwords(['赵砚舟', '吴拾光', '孙听澜'])).toEqual(['赵砚舟', '吴拾光', '孙听澜']);
  });

  it('are those who speak in a play, once each', () => {
    const play = ['苏砚：你来了。', '白芷：路上雪大。', '苏砚：东西呢？', '（两人坐下）', '苏砚：谁？'];
    expect(headwords(play)).toEqual(['苏砚', '白芷']);
  });

  it.each([
    ['a form', ['姓名：张三', '性别：男', '出生年月：五月', '联系电话：无', '家庭住址：济南']],
    ['a story', ['妈妈说：“吃饭。”', '小明问道：“什么？”', '奶奶喊：“慢点。”', '小明说：“好。”']],
    [
      'one in traditional characters',
      ['小明說：「早。」', '老王說：「好。」', '小強問：「誰？」', '阿珍講：「我。」'],
    ],
    ['questions', ['问：今天几号？', '答：三号。', '老师：同学们好。', '记者：您怎么看？']],
    ['a song', ['天青色等烟雨', '帘外芭蕉惹骤雨', '门环惹铜绿', '而我路过那小镇惹了你']],
    ['other text with one', ['灵梭：一把锁。', '今天下雨了。', '我们去公园。', '他在家看书。']],
    ['nothing', []],
  ])('are not in %s', (_, passages) => {
    expect(headwords(passages)).toEqual([]);
  });
});

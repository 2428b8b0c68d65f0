import { describe, expect, it } from 'vitest';
import { endOfLastSentence, splitIntoSentences } from '../../../src/core/corpus/sentences';

describe('splitIntoSentences', () => {
  it.each([
    ['春天来了。花开了！你看见了吗？', ['春天来了。', '花开了！', '你看见了吗？']],
    ['他走了……我没有说话…', ['他走了……', '我没有说话…']],
    ['一为天；二为地。', ['一为天；', '二为地。']],
    ['什么？！真的？？走吧。', ['什么？！', '真的？？', '走吧。']],
    ['“你好。”他说。', ['“你好。”', '他说。']],
    ['“走！”，他喊道。', ['“走！”，他喊道。']],
    ['「來了。」他笑了。', ['「來了。」', '他笑了。']],
    ['（见第三章。）下一节讲水。', ['（见第三章。）', '下一节讲水。']],
    ['你好!请看a.cn/?id=1;b=2这页?好', ['你好!', '请看a.cn/?id=1;b=2这页?', '好']],
    ['圆周率约为3.14，用 Node.js 计算。', ['圆周率约为3.14，用 Node.js 计算。']],
    ['没有句号的一行', ['没有句号的一行']],
    ['', []],
  ])('cuts %s', (text, sentences) => {
    expect(splitIntoSentences(text)).toEqual(sentences);
  });

  it('loses nothing', () => {
    const text = '“一。”二！？ 三……四；五"六"。 seven? eight! 九';
    expect(splitIntoSentences(text).join('')).toBe(text);
  });

  it('does not try the rest of a row of marks from each of them', () => {
    const text = `${'？！'.repeat(150_000)}，`;
    expect(splitIntoSentences(text)).toEqual([text]);
  });
});

describe('endOfLastSentence', () => {
  it('is behind the closing quote of the last sentence', () => {
    expect(endOfLastSentence('一。“二。”三')).toBe('一。“二。”'.length);
  });

  it('is 0 where no sentence ends', () => {
    expect(endOfLastSentence('一，二，三')).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { passagesOf } from '../../../src/core/corpus/passages';

const sentence = '这是一个正好有二十个字的句子请数一数吧。';

describe('passagesOf', () => {
  it('keeps a few short sentences together', () => {
    expect(passagesOf('春天来了。花开了。')).toEqual([['春天来了。', '花开了。']]);
  });

  it('keeps the lines of a short item together', () => {
    expect(passagesOf('床前明月光，\r\n\r\n疑是地上霜。')).toEqual([['床前明月光， 疑是地上霜。']]);
  });

  it('cuts a long paragraph at sentence ends into passages of up to a hundred characters', () => {
    const passages = passagesOf(sentence.repeat(12));
    expect(passages.map((passage) => passage.join('').length)).toEqual([100, 100, 40]);
    expect(passages.flat()).toEqual(Array(12).fill(sentence));
  });

  it('cuts a long text at its lines first', () => {
    const [first, second] = passagesOf(`${sentence.repeat(3)}\n${sentence.repeat(4)}`);
    expect([first?.length, second?.length]).toEqual([3, 4]);
  });

  it('leaves a long sentence whole', () => {
    const long = `${'很'.repeat(300)}长。`;
    expect(passagesOf(`短。${long}短。`)).toEqual([['短。'], [long], ['短。']]);
  });

  it.each([
    ['spaces', '大家好我是小明 今天我们来聊聊天气 '],
    ['commas', '大家好，我是小明，今天我们来聊聊天气，'],
  ])('cuts text without full stops at its %s', (_, clause) => {
    const text = clause.repeat(100).trim();
    const passages = passagesOf(text).map((passage) => passage.join(''));
    expect(passages.join('')).toBe(text);
    expect(passages.length).toBeGreaterThan(15);
    for (const passage of passages.slice(0, -1)) expect(passage).toMatch(/[， ]$/u);
  });

  it('cuts text without any mark anywhere, but between characters', () => {
    const text = '𠮷'.repeat(1000);
    expect(passagesOf(text)).toEqual(Array(10).fill(['𠮷'.repeat(100)]));
  });

  it('finds nothing in white space', () => {
    expect(passagesOf(' \n\t\u3000')).toEqual([]);
  });
});

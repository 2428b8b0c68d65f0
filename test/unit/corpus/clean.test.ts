import { describe, expect, it } from 'vitest';
import { cleanText, essenceOf, isChinese } from '../../../src/core/corpus/clean';

describe('cleanText', () => {
  it.each([
    ['  两端\t的　空白 \u00a0', '两端 的 空白'],
    ['零\u200b宽\u200d字\u2060符\ufeff', '零宽字符'],
    ['控\u0000制\u0007字\u001b符', '控制字符'],
    ['方\u202e向\u200f符', '方向符'],
    ['半个\ud83d代理', '半个代理'],
    ['私\ue123用', '私用'],
    ['異\udb40\udd00體字\ufe00', '異體字'],
    ['爱心❤\ufe0f', '爱心❤'],
    ['分解的e\u0301', '分解的é'],
    ['他说：&ldquo;栖云镇&nbsp;很美&#12290;&#x201D;', '他说：“栖云镇 很美。”'],
    ['好&#65292;真好&#x1F600;', '好，真好😀'],
    ['坏&#0;&#xD800;&#9999999;字', '坏\ufffd\ufffd\ufffd字'],
  ])('cleans %j', (text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  it.each(['全角ＡＢＣ１２３', '繁體字與简体字', '表情😀👍', '中文 and English，3.14', 'AT&T；a&b;'])(
    'leaves %s as it is',
    (text) => {
      expect(cleanText(text)).toBe(text);
    },
  );
});

describe('isChinese', () => {
  it.each(['春天来了。', '這是繁體字。', '用 Visual Studio Code 写 TypeScript 代码', '第3章', '𠮷野家'])(
    'holds for %s',
    (text) => {
      expect(isChinese(text)).toBe(true);
    },
  );

  it.each([
    'Hello, world.',
    '2024-01-01',
    '……！',
    '日本語のテキストです。',
    '한국어 문장입니다.',
    'Zhuge Liang was a Chinese statesman and strategist of Shu, and his name was 亮.',
  ])('does not hold for %s', (text) => {
    expect(isChinese(text)).toBe(false);
  });
});

describe('essenceOf', () => {
  it('is the same for sentences that differ in punctuation, spaces and case', () => {
    expect(essenceOf('“你好， World！”')).toBe(essenceOf('你好world。'));
  });

  it('differs where a character differs', () => {
    expect(essenceOf('你好。')).not.toBe(essenceOf('您好。'));
  });

  it.each([
    ['他用C++写程序。', '他用C#写程序。'],
    ['他用C++写程序。', '他用C写程序。'],
    ['今天气温-5度。', '今天气温5度。'],
    ['价格涨了3.5%。', '价格涨了35%。'],
    ['价格涨了5%。', '价格涨了5。'],
    ['比分是1:2。', '比分是12。'],
  ])('differs where a sign says something: %s %s', (one, other) => {
    expect(essenceOf(one)).not.toBe(essenceOf(other));
  });

  it.each([
    ['今天真好～', '今天真好！'],
    ['1. 春天来了', '1、春天来了。'],
    ['- 春天来了', '春天来了'],
    ['**春天**来了', '春天来了'],
    ['新冠COVID-19', '新冠 COVID 19'],
  ])('is the same where a sign says nothing: %s %s', (one, other) => {
    expect(essenceOf(one)).toBe(essenceOf(other));
  });
});

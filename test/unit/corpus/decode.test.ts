import { describe, expect, it } from 'vitest';
import { decode } from '../../../src/core/corpus/decode';
import { UserError } from '../../../src/core/errors';
import { big5, encoders } from '../../fixtures/corpus/encoders';

const text = '三国人物很多，诸葛亮是其中之一。\r\n“Go！”他说：请看第2页。\n';

async function decoded(bytes: Uint8Array, chunkLength = bytes.length): Promise<string> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += chunkLength) {
      yield await Promise.resolve(bytes.subarray(start, start + chunkLength));
    }
  }
  let whole = '';
  for await (const piece of decode(chunks(), 'a.txt')) whole += piece;
  return whole;
}

describe('decode', () => {
  it.each(Object.entries(encoders))('reads %s', async (_, encode) => {
    expect(await decoded(encode(text))).toBe(text);
  });

  it.each(Object.entries(encoders))('reads %s whatever pieces it comes in', async (_, encode) => {
    const long = text.repeat(1000);
    for (const chunkLength of [1, 7, 4096]) expect(await decoded(encode(long), chunkLength)).toBe(long);
  });

  it('reads Big5, though its bytes could be GB18030', async () => {
    const traditional = '這個人來自三國時代，說話很慢。\n';
    expect(await decoded(big5(traditional))).toBe(traditional);
  });

  it('reads characters of four bytes in GB18030', async () => {
    const grinningFace = Buffer.from([0x94, 0x39, 0xfc, 0x36]);
    const gb18030 = encoders['GB18030 and GBK'];
    expect(await decoded(Buffer.concat([gb18030?.(text) ?? Buffer.of(), grinningFace]))).toBe(`${text}😀`);
  });

  it('waits for the first character that is not ASCII before it decides', async () => {
    const english = 'plain words\n'.repeat(20_000);
    const gb18030 = encoders['GB18030 and GBK'];
    const bytes = Buffer.concat([Buffer.from(english), gb18030?.(text) ?? Buffer.of()]);
    expect(await decoded(bytes, 65_536)).toBe(english + text);
  });

  it('does not take ASCII for UTF-16', async () => {
    expect(await decoded(Buffer.from('Bush hid the facts'))).toBe('Bush hid the facts');
  });

  it('marks a damaged character and goes on', async () => {
    const bytes = Buffer.concat([Buffer.from(text.repeat(10)), Buffer.of(0xff), Buffer.from(text)]);
    expect(await decoded(bytes)).toBe(`${text.repeat(10)}\ufffd${text}`);
  });

  it.each([
    ['a character that was lost before', '诸葛涛喜欢吃苹果，他说\ufffd很好。'],
    ['the logo of a company', '苹果\uf8ff手机'],
    ['icons of a font alone', '\ue5cf\ue5c4'],
  ])('reads UTF-8 with %s', async (_, odd) => {
    expect(await decoded(Buffer.from(odd))).toBe(odd);
    const long = `${'x'.repeat(16_384)}${odd}${'汉'.repeat(8_192)}`;
    expect(await decoded(Buffer.from(long), 4096)).toBe(long);
  });

  it.each(Object.entries(encoders).filter(([name]) => name.includes('mark')))(
    'believes the mark, whatever follows: %s',
    async (_, encode) => {
      expect(await decoded(encode('👍'))).toBe('👍');
    },
  );

  it.each(['诸葛', '你好', '中国', '我们', '的确', '联通'])(
    'tells GBK from UTF-8 by two characters: %s',
    async (word) => {
      const gb18030 = encoders['GB18030 and GBK'];
      expect(await decoded(gb18030?.(word) ?? Buffer.of())).toBe(word);
    },
  );

  it.each([
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['a PDF document', Buffer.from('%PDF-1.7\n1 0 obj')],
    ['a Word document', Buffer.from('504b0304140006000800', 'hex')],
    ['an old Word document', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['bytes without meaning', Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 97) % 256))],
  ])('refuses %s', async (_, bytes) => {
    await expect(decoded(bytes)).rejects.toThrow(UserError);
    await expect(decoded(bytes)).rejects.toThrow('“a.txt” is not a text file');
  });

  it.each([
    ['a NUL', Buffer.from(`${text}\0${text}`)],
    ['a NUL far behind', Buffer.from(`${text.repeat(1000)}\0`)],
    ['two encodings', Buffer.concat([Buffer.from(text), encoders['GB18030 and GBK']?.(text) ?? Buffer.of()])],
  ])('refuses text with %s in it, and says how to mend it', async (_, bytes) => {
    await expect(decoded(bytes, 4096)).rejects.toThrow(UserError);
    await expect(decoded(bytes, 4096)).rejects.toThrow(/“a\.txt” has parts .* save it anew as UTF-8\.$/u);
  });
});

import { Tokenizer } from 'marked';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readMarkdown } from '../../../src/core/corpus/markdown';

async function textOf(markdown: string): Promise<string> {
  const texts: string[] = [];
  for await (const { text } of readMarkdown(pieces(markdown), 'a.md')) texts.push(text);
  return texts.join('\n');
}

// eslint-disable-next-line @typescript-eslint/require-await -- a text at hand, as a stream
async function* pieces(text: string): AsyncGenerator<string> {
  yield text;
}

afterEach(() => {
  vi.restoreAllMocks();
});

/** How many characters the library is given to look through, all in all. */
async function lookedThrough(markdown: string): Promise<number> {
  const spies = (['emStrong', 'del', 'url', 'inlineText'] as const).map((method) =>
    vi.spyOn(Tokenizer.prototype, method),
  );
  await textOf(markdown);
  const given = spies.flatMap(({ mock }) => mock.calls.map(([src]) => src.length));
  vi.restoreAllMocks();
  return given.reduce((sum, length) => sum + length, 0);
}

describe('a text of twice the length is looked through twice as much', () => {
  it.each([
    ['marks of deletion that never end', '..~~春'],
    ['marks of emphasis that never end', '春*（'],
    ['marks among letters that an address could have', 'a__'],
    ['beginnings of addresses', '|~~www.'],
  ])('%s', async (_, unit) => {
    const once = await lookedThrough(unit.repeat(3000));
    expect(await lookedThrough(unit.repeat(6000))).toBeLessThan(2.2 * once);
  });
});

describe('in a long paragraph', () => {
  it('marks are read behind tildes and brackets that are none', async () => {
    const chat = '好的~\n谢谢~~\n[图片] 走了!\n'.repeat(2000);
    expect(await textOf(`${chat}他**真的**~~没~~来了。`)).toMatch(/他真的没来了。$/u);
  });

  it('the text is whole', async () => {
    const text = '春天来了，'.repeat(1000);
    expect(await textOf(`${text}花*开*了。`)).toBe(`${text}花开了。`);
  });
});

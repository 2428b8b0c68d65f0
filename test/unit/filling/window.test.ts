import { describe, expect, it } from 'vitest';
import { parseCloze } from '../../../src/core/filling/gaps';
import { type Encoder, windowAround } from '../../../src/core/filling/window';
import { Tokenizer } from '../../../src/core/tokenizer/tokenizer';
import { toyTokenizer } from './toyTokenizer';

const tokenizer = toyTokenizer(Array.from('今天天气很好我们去公园玩吧。，'));

/** The window's tokens, and the positions of the slots in it. */
function windowOf(
  text: string,
  maxTokens: number,
  encoder: Encoder = tokenizer,
): { text: string; slots: number[] } {
  const { ids, slots } = windowAround(parseCloze(text), encoder, maxTokens);
  expect(ids.length).toBeLessThanOrEqual(maxTokens);
  return { text: Array.from(ids, (id) => encoder.token(id)).join(''), slots };
}

describe('the window', () => {
  it('is the whole text where the model can take it', () => {
    expect(windowOf('今天[MASK]气很好。', 9)).toEqual({ text: '[CLS]今天[MASK]气很好。[SEP]', slots: [3] });
  });

  it('has all slots of a text at their places', () => {
    const { slots } = windowOf('[mask]天[MASK] [MASK]很好', 20);
    expect(slots).toEqual([1, 3, 4]);
  });

  it('has a full stop behind a slot that ends a line, and nowhere else', () => {
    expect(windowOf('我们去[MASK][MASK] \n今天[MASK]气', 20).text).toBe(
      '[CLS]我们去[MASK][MASK]。今天[MASK]气[SEP]',
    );
    expect(windowOf('我们去公园[MASK]。', 20).text).toBe('[CLS]我们去公园[MASK]。[SEP]');
  });

  it.each([
    ['今天**[MASK]气**很好。', '今天[MASK]气很好。'],
    ['__今天[MASK]__\n我们', '今天[MASK]。我们'],
    ['**[MASK]**~~[MASK]~~`很好`', '[MASK][MASK]很好'],
    ['*今天*[MASK]3*4', '今天[MASK]3*4'],
    ['今天[[MASK]](https://a.b/1)很好。', '今天[MASK]很好。'],
    ['[今天[MASK]](1.md)', '今天[MASK]。'],
    ['# 今天\n- [ ] 天[MASK]\n> 2. 我们', '今天天[MASK]。我们'],
    ['今天-[MASK]\n3.4', '今天-[MASK]。3.4'],
    ['今天<a href="1">[MASK]</a>很好', '今天[MASK]很好'],
    ['<a title="[MASK]气">很好</a>', '<atitle=[MASK]气>很好'],
    ['\\textbf{今天[MASK]}', '今天[MASK]。'],
    ['今天“[MASK]”《[MASK]》', '今天“[MASK]”《[MASK]》'],
  ])('has no markup: %s', (text, read) => {
    const withMarks = toyTokenizer([
      'a',
      'title',
      ...Array.from('今天气很好我们。*_`~[]()<>{}\\"=#-./34“”《》'),
    ]);
    expect(windowOf(text, 30, withMarks).text).toBe(`[CLS]${read}[SEP]`);
  });

  it.each([
    ['| 今[MASK] | 天气 |', '今[MASK]。天气'],
    ['{"text": "今[MASK]", "天气": 1}', '今[MASK]。,天气:1'],
    ["['今[MASK]', '天气']", "'今[MASK]。,'天气"],
    ['今[MASK],1', '今[MASK]。1'],
    ['今[MASK],天气', '今[MASK],天气'],
    ['<td>今[MASK]</td><td>天气</td>', '今[MASK]。天气'],
  ])('has a full stop behind a slot that ends a field: %s', (text, read) => {
    const withMarks = toyTokenizer(Array.from('今天气。|{}[]",:\'1<>/'));
    expect(windowOf(text, 30, withMarks).text).toBe(`[CLS]${read}[SEP]`);
  });

  it('takes no character of the text for a slot', () => {
    expect(windowOf('今\uffff天[MASK]很好。', 9)).toEqual({ text: '[CLS]今天[MASK]很好。[SEP]', slots: [3] });
  });

  it('has the slots as the tokenizer writes them, where that is not [MASK]', () => {
    const special = { pad: '<pad>', unk: '<unk>', cls: '<s>', sep: '</s>', mask: '<mask>' };
    const tokens = [...Object.values(special), ...Array.from('今天气很好。')];
    const form = { normalized: false, singleWord: false, lstrip: false, rstrip: false };
    const other = new Tokenizer({
      vocabulary: new Map(tokens.map((token, row) => [token, row])),
      addedTokens: [{ content: special.mask, id: 4, special: true, ...form }],
      special,
      normalizer: { cleanText: true, handleChineseCharacters: true, stripAccents: null, lowercase: true },
      continuingPrefix: '##',
      longestWord: 100,
      config: {},
    });
    expect(windowOf('今天[MASK]气很[MASK]。', 20, other)).toEqual({
      text: '<s>今天<mask>气很<mask>。</s>',
      slots: [3, 6],
    });
  });

  it('of a long text holds the sentences around the slots, whole', () => {
    const text = `${'今天天气很好。'.repeat(9)}我们去[MASK]园玩吧。${'天气很好。'.repeat(9)}`;
    expect(windowOf(text, 30).text).toBe('[CLS]今天天气很好。我们去[MASK]园玩吧。天气很好。天气很好。[SEP]');
  });

  it('cuts a sentence that is longer than the model can see', () => {
    const { text, slots } = windowOf(`${'好'.repeat(50)}[MASK]${'天'.repeat(50)}`, 12);
    expect(text).toBe('[CLS]好好好好好[MASK]天天天天[SEP]');
    expect(slots).toEqual([6]);
  });

  it('keeps the beginning or the end of a text where a slot is near it', () => {
    expect(windowOf(`[MASK]${'好'.repeat(50)}`, 12).text).toBe(`[CLS][MASK]${'好'.repeat(9)}[SEP]`);
    expect(windowOf(`${'好'.repeat(50)}[MASK]`, 12).text).toBe(`[CLS]${'好'.repeat(8)}[MASK]。[SEP]`);
  });

  it('holds slots that are just near enough', () => {
    const { slots } = windowOf(`。好。[MASK]${'好'.repeat(8)}[MASK]。好。`, 12);
    expect(slots).toEqual([1, 10]);
  });

  it('is refused in plain words where slots are too far from each other', () => {
    expect(() => windowOf(`[MASK]${'好'.repeat(9)}[MASK]`, 12)).toThrow(
      'From the first [MASK] to the last there are about 11 characters, and the model sees only about 10 at once. Shorten',
    );
  });
});

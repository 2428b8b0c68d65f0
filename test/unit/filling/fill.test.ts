import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { fill, type FillResult } from '../../../src/core/filling/fill';
import type { MaskedLanguageModel } from '../../../src/core/filling/maskedLanguageModel';
import { toyModel, type ToyModel } from './toyModel';
import { toyTokenizer } from './toyTokenizer';

interface Language {
  model: ToyModel;
  fill(text: string, top?: number, terms?: string[]): Promise<FillResult>;
}

/** A language that consists of the given texts, each as likely as its weight. */
function languageOf(weights: Record<string, number>, extraTokens: readonly string[] = []): Language {
  const texts = Object.keys(weights);
  const words = texts.flatMap((text) => text.match(/(?:##)?[a-z]+|\d+|\S/gu) ?? []);
  const tokenizer = toyTokenizer([...new Set([...words, ...extraTokens])]);
  const { cls, sep, mask } = tokenizer.special;
  const model = toyModel(
    texts.map((text) => ({ ids: [cls, ...tokenizer.encode(text).ids, sep], weight: weights[text] ?? 0 })),
    { vocabularySize: tokenizer.vocabularySize, mask },
  );
  return { model, fill: (text, top = 5, terms = []) => fill(text, { model, tokenizer, terms, top }) };
}

/**
 * A model to which each token of a word is next to certain beside another one of it, and unlikely elsewhere: e^-6, where
 * 甲 and 乙 in turns have e^-5.5, and a full stop, which cannot be meant, nearly all the rest.
 */
function knowingWord(word: string): {
  model: MaskedLanguageModel;
  tokenizer: ReturnType<typeof toyTokenizer>;
} {
  const tokenizer = toyTokenizer(['人', '甲', '乙', '。', ...Array.from(word)]);
  const { vocabularySize } = tokenizer;
  const [other = 0, another = 0, stop = 0, ...ofWord] = tokenizer.encode(`甲乙。${word}`).ids;
  const answer = (ids: Int32Array, slot: number): number[] => {
    const isKnown = ofWord.some((id, place) => place !== slot && ids.includes(id));
    const logProbabilities = new Array<number>(vocabularySize).fill(-50);
    logProbabilities[slot % 2 === 0 ? other : another] = -5.5;
    logProbabilities[stop] = isKnown ? -3 : -0.01;
    logProbabilities[ofWord[slot] ?? 0] = isKnown ? -0.06 : -6;
    return logProbabilities;
  };
  const model: MaskedLanguageModel = {
    maxTokens: 64,
    vocabularySize,
    predictVariants: (_text, [first = 0], rows) =>
      Promise.resolve(
        rows.map(({ ids, positions }) =>
          Float32Array.from([...positions].flatMap((position) => answer(ids, position - first))),
        ),
      ),
  };
  return { model, tokenizer };
}

const textsOf = (result: FillResult): string[] => result.completions.map(({ text }) => text);

it('several slots have as many candidates as are asked for, and a bounded number of beams and completions', async () => {
  const others = Array.from({ length: 60 }, (_, index) => String.fromCodePoint(0x4e00 + index));
  const weights = others.flatMap((other) => [`${other}甲`, `甲${other}`]).map((text) => [text, 1] as const);
  const language = languageOf(Object.fromEntries(weights));
  const { slots, completions } = await language.fill('[MASK][MASK]', 100);
  expect(slots.map(({ candidates }) => candidates.length)).toEqual([61, 61]);
  expect(completions).toHaveLength(50);
  expect(Math.max(...language.model.batches)).toBeLessThanOrEqual(100);
});

it('many slots have fewer completions', async () => {
  const others = Array.from({ length: 60 }, (_, index) => String.fromCodePoint(0x4e00 + index));
  const language = languageOf(Object.fromEntries(others.map((other) => [`${other}${'甲'.repeat(15)}`, 1])));
  const gap = '[MASK]'.repeat(8);
  const { completions } = await language.fill(`${gap}\n${gap}`, 100);
  expect(completions).toHaveLength(25);
});

describe('one slot', () => {
  const language = languageOf({ '我喝茶。': 6, '我喝水。': 3, '我喝酒。': 1 });

  it('is completed with its candidates, best first, in one batch', async () => {
    const result = await language.fill('我喝[MASK]', 3);
    expect(textsOf(result)).toEqual(['我喝茶', '我喝水', '我喝酒']);
    expect(result.completions.map(({ tokens }) => tokens)).toEqual([['茶'], ['水'], ['酒']]);
    expect(result.slots[0]?.candidates.map(({ token }) => token)).toEqual(['茶', '水', '酒']);
    expect(language.model.batches).toEqual([1]);
  });

  it('has the logarithm of its probability as score', async () => {
    const { slots, completions } = await language.fill('我喝[MASK]');
    const candidates = slots[0]?.candidates ?? [];
    expect(candidates[0]?.probability).toBeCloseTo(0.6, 4);
    expect(completions.map(({ score }) => score)).toEqual(
      candidates.map(({ probability }) => Math.log(probability)),
    );
  });

  it('is filled with punctuation where that is likelier than words, but no gap of several is', async () => {
    const language = languageOf({ '好，我来': 9, 好呀你来: 1 });
    expect(textsOf(await language.fill('好[MASK]我来'))[0]).toBe('好，我来');
    expect(textsOf(await language.fill('好[MASK][MASK]来')).join('')).not.toContain('，');
  });

  it('keeps the text as given and accepts [mask] in any case', async () => {
    const result = await language.fill('我喝[mask]');
    expect(result.text).toBe('我喝[mask]');
    expect(textsOf(result)[0]).toBe('我喝茶');
  });
});

describe('gaps', () => {
  it('are filled jointly: the likeliest tokens by themselves need not go together', async () => {
    const language = languageOf({ 去北京吧: 40, 去上海吧: 35, 去南海吧: 25 });
    const result = await language.fill('去[MASK][MASK]吧');
    expect(result.slots.map(({ candidates }) => candidates[0]?.token).join('')).toBe('北海');
    expect(textsOf(result).slice(0, 3)).toEqual(['去北京吧', '去上海吧', '去南海吧']);
  });

  it('do not place a name a slot off, though most texts have its characters there', async () => {
    const language = languageOf({ '人是诸葛。': 20, '人有诸葛。': 21, '人叫诸葛。': 22, '人诸葛涛。': 30 });
    const result = await language.fill('人[MASK][MASK][MASK]');
    expect(result.slots.map(({ candidates }) => candidates[0]?.token).join('')).toBe('诸诸葛');
    expect(textsOf(result)[0]).toBe('人诸葛涛');
  });

  it('hold no character thrice, which is what a model echoes where it knows no word', async () => {
    const language = languageOf({ '他左左左走。': 60, '他慢慢地走。': 30, '他又慢慢走。': 10 });
    expect(textsOf(await language.fill('他[MASK][MASK][MASK]走。'))[0]).toBe('他慢慢地走。');
  });

  it.each([
    ['laughter', '他哈哈哈笑。', '他[MASK][MASK][MASK]笑。'],
    ['several gaps', '好人好事好话', '[MASK]人[MASK]事[MASK]话'],
    ['a character twice', '他慢慢地走。', '他[MASK][MASK][MASK]走。'],
  ])('may hold %s', async (_, text, gap) => {
    const language = languageOf({ [text]: 60, 他又快地走去坏人坏事坏话他他大小笑: 40 });
    expect(textsOf(await language.fill(gap))[0]).toBe(text);
  });

  it('are weighed as wholes: their scores differ as the means of path and pseudo-log-likelihood', async () => {
    const language = languageOf({ 去北京吧: 40, 去上海吧: 35, 去南海吧: 25 });
    const { completions } = await language.fill('去[MASK][MASK]吧');
    const [beijing = NaN, shanghai = NaN] = completions.map(({ score }) => score);
    const pseudoLogLikelihood = Math.log(1) + Math.log(35 / 60);
    expect(shanghai - beijing).toBeCloseTo((Math.log(0.35) + pseudoLogLikelihood - Math.log(0.4)) / 2, 2);
  });

  it('are not surer together than all there could be, though each is weighed by itself', async () => {
    const language = languageOf({ 去北京吧: 40, 去上海吧: 35, 去南海吧: 25 });
    const { completions } = await language.fill('去[MASK][MASK]吧');
    const probabilities = completions.map(({ score }) => Math.exp(score));
    expect(probabilities.reduce((sum, probability) => sum + probability)).toBeCloseTo(1, 6);
  });

  it('ask the model about each beam once, also where the fillings are weighed', async () => {
    const language = languageOf({ 去北京吧: 40, 去上海吧: 35, 去南海吧: 25 });
    await language.fill('去[MASK][MASK]吧', 5);
    const asked = language.model.variants.map(({ ids, positions }) => `${ids.join()} ${positions.join()}`);
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('may have white space between their slots', async () => {
    const language = languageOf({ 去北京吧: 40, 去上海吧: 35 });
    expect(textsOf(await language.fill('去[MASK] [MASK]吧', 2))).toEqual(['去北京吧', '去上海吧']);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('of %i slots are completed whole', async (length) => {
    const language = languageOf({ 始甲乙丙丁戊己庚辛终: 3, 始子丑寅卯辰巳午未终: 2 });
    const result = await language.fill(
      `始${'[MASK]'.repeat(length)}${'甲乙丙丁戊己庚辛终'.slice(length)}`,
      1,
    );
    expect(textsOf(result)).toEqual(['始甲乙丙丁戊己庚辛终']);
    expect(result.slots).toHaveLength(length);
    expect(language.model.batches).toHaveLength(length === 1 ? 1 : length + 1);
  });

  it('are filled together when there are several in a text', async () => {
    const language = languageOf({ '春天的花很红。': 3, '冬天的雪很白。': 4, '冬天的梅很红。': 2 });
    const result = await language.fill('[MASK][MASK]的[MASK]很[MASK]');
    expect(textsOf(result).slice(0, 2)).toEqual(['冬天的雪很白', '春天的花很红']);
    expect(result.slots.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
  });
});

describe('a word that the model was taught', () => {
  // Each of the other words has characters that are likelier than those of 诸葛涛, but is itself less likely.
  const others = ['甲', '乙', '丙', '丁', '戊'].flatMap((first, row) =>
    ['子', '丑', '寅', '卯', '辰'].map(
      (second, column) => first + second + '东南西北中'.charAt((row + column) % 5),
    ),
  );
  const wordsBehind = (start: string) =>
    languageOf({
      ...Object.fromEntries(others.map((word) => [`${start}${word}。`, 1])),
      [`${start}诸葛涛。`]: 2,
      [`${start}诸葛亮。`]: 0.5,
    });
  const language = wordsBehind('人');
  const best = (text: string, terms: string[], of = language): Promise<string | undefined> =>
    of.fill(text, 1, terms).then((result) => textsOf(result)[0]);

  it('is found though no beam would begin with it', async () => {
    expect(await best('人[MASK][MASK][MASK]', [])).not.toBe('人诸葛涛');
    expect(await best('人[MASK][MASK][MASK]', ['诸葛涛'])).toBe('人诸葛涛');
  });

  it('is found also where another gap is filled before it', async () => {
    expect(await best('[MASK]人[MASK][MASK][MASK]', ['诸葛涛'], wordsBehind('天人'))).toBe('天人诸葛涛');
  });

  it('is not preferred to what is likelier', async () => {
    expect(await best('人[MASK][MASK][MASK]', ['诸葛亮'])).not.toBe('人诸葛亮');
  });

  it('is not put where nothing speaks for it, though its tokens know each other', async () => {
    const text = '人[MASK][MASK][MASK]';
    const { model, tokenizer } = knowingWord('诸葛涛');
    const untaught = await fill(text, { model, tokenizer, top: 5 });
    expect(textsOf(untaught)[0]).toBe('人诸葛涛');
    const taught = await fill(text, { model, tokenizer, top: 5, terms: ['诸葛涛'] });
    expect(textsOf(taught)[0]).not.toBe('人诸葛涛');
    expect(taught.completions.find(({ text }) => text === '人诸葛涛')?.score).toBeCloseTo(3 * -6, 5);
  });

  it('is no likelier in a gap that is longer than its tokens are by themselves', async () => {
    const { model, tokenizer } = knowingWord('诸葛涛');
    const { completions } = await fill('人[MASK][MASK][MASK]', { model, tokenizer, top: 5, terms: ['诸葛'] });
    expect(completions.find(({ text }) => text === '人诸葛涛')?.score).toBeCloseTo(2 * -6, 5);
  });

  it.each([
    ['its end, in a gap that is too short', '人[MASK][MASK]。', '人葛涛。'],
    ['its beginning, in a gap that is too short', '人[MASK][MASK]。', '人霁澜。', '霁澜塔'],
    ['its beginning, which is a rare word by itself', '人[MASK][MASK]。', '人诸葛。'],
    ['its middle', '人[MASK][MASK]。', '人葛涛。', '诸葛涛子'],
    ['its end, and something else', '人[MASK][MASK][MASK]。', '人葛涛在。'],
    ['something else, and its beginning', '人[MASK][MASK][MASK]。', '人在霁澜。', '霁澜塔'],
  ])('is not cut off by the edge of a gap: %s', async (_, text, cut, word = '诸葛涛') => {
    const instead = cut.length === 4 ? '人子丑。' : '人子丑寅。';
    const either = languageOf({ [cut]: 3, [instead]: 2 }, Array.from(word));
    expect(await best(text, [], either)).toBe(cut);
    expect(await best(text, [word], either)).toBe(instead);
  });

  it.each([
    ['the text beside the gap has the rest of it', '诸[MASK][MASK]。', '诸葛涛。', '诸葛涛'],
    ['its part is a plain word', '人[MASK][MASK]。', '人老师。', '祁老师'],
    ['its part is a plain word in traditional characters', '人[MASK][MASK]。', '人老師。', '祁老師'],
    ['its part is taught, too', '人[MASK][MASK]。', '人葛涛。', '诸葛涛', '葛涛'],
    [
      'another word that begins as it does is not at the edge',
      '人[MASK][MASK][MASK]。',
      '人诸葛亮。',
      '诸葛涛',
    ],
  ])('is no reason against a filling where %s', async (_, text, filling, ...words) => {
    const either = languageOf(
      { [filling]: 3, [text.replaceAll('[MASK]', '子')]: 2 },
      words.flatMap((word) => Array.from(word)),
    );
    expect(await best(text, words, either)).toBe(filling);
  });

  it.each([
    ['', '人诸葛涛。', '人甲子东。'],
    [' in a gap that is longer', '人诸葛涛在。', '人甲子东在。'],
  ])('leaves room for others beside it, not for its misspellings%s', async (_, known, other) => {
    const misspelt = known.replace('涛', '府');
    const either = languageOf({ [known]: 1000, [misspelt]: 2, [other]: 1 });
    const text = `人${'[MASK]'.repeat(known.length - 2)}。`;
    expect(textsOf(await either.fill(text, 3, []))).not.toContain(other);
    const completed = textsOf(await either.fill(text, 3, ['诸葛涛']));
    expect(completed.slice(0, 2)).toEqual([known, other]);
    expect(completed).not.toContain(misspelt);
  });

  it.each([
    ['comes before garbled forms of it', '人诸诸涛。', [], '人诸葛涛。'],
    ['does not where they are much likelier', '人诸诸涛。', [], '人诸诸涛。', 1e8],
    ['does not come before another that begins as it does', '人诸葛亮。', [], '人诸葛亮。'],
    ['does not come before a taught one of its characters', '人诸涛葛。', ['诸涛葛'], '人诸涛葛。'],
  ])('%s', async (_, other, moreTerms, first, weight = 30) => {
    const either = languageOf({ [other]: weight, '人诸葛涛。': 10 }, Array.from('子丑'));
    expect(await best('人[MASK][MASK][MASK]。', moreTerms, either)).toBe(other);
    expect(await best('人[MASK][MASK][MASK]。', ['诸葛涛', ...moreTerms], either)).toBe(first);
  });

  it('leaves beside it another word that begins as it does', async () => {
    const either = languageOf({ '人诸葛涛。': 10, '人诸葛亮。': 1, '人甲子东。': 0.5 });
    const result = await either.fill('人[MASK][MASK][MASK]。', 3, ['诸葛涛']);
    expect(textsOf(result)).toContain('人诸葛亮。');
  });

  it('leaves beside it what has a plain word in common with it', async () => {
    const either = languageOf({ '人祁老师。': 1000, '人王老师。': 1, '人甲子东。': 0.5 });
    const result = await either.fill('人[MASK][MASK][MASK]。', 2, ['祁老师']);
    expect(textsOf(result)).toEqual(['人祁老师。', '人王老师。']);
  });

  it('does not matter where it does not fit', async () => {
    expect(await best('人[MASK][MASK]涛。', ['诸葛涛', '葛', '😀'])).toBe('人诸葛涛。');
  });
});

describe('completions', () => {
  // From the text alone, it could also be 目 and 的好.
  it('say what each gap is filled with, also where the text can be read in two ways', async () => {
    const language = languageOf({ '他目的的好。': 1 });
    const { completions } = await language.fill('他[MASK][MASK]的[MASK]。', 1);
    expect(completions).toMatchObject([{ text: '他目的的好。', fillings: ['目的', '好'] }]);
  });

  it('are distinct, ordered by score, and as many as asked for', async () => {
    const language = languageOf({ 去北京吧: 40, 去上海吧: 35, 去南海吧: 25 });
    const { completions } = await language.fill('去[MASK][MASK]吧', 8);
    expect(completions).toHaveLength(8);
    expect(new Set(completions.map(({ text }) => text)).size).toBe(8);
    const scores = completions.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it.each([
    ['words of an alphabet apart', '用 open source 吧', '用 open source 吧'],
    ['pieces of a word together', '用 open ##ai 吧', '用 openai 吧'],
  ])('keep %s', async (_, tokens, text) => {
    const language = languageOf({ [tokens]: 1 });
    expect(textsOf(await language.fill('用 [MASK][MASK] 吧', 1))).toEqual([text]);
  });

  it('have no piece of a word behind a Chinese character', async () => {
    const language = languageOf({ '用好##ai吧': 9, 用好的吧: 1 });
    expect(textsOf(await language.fill('用[MASK][MASK]吧', 1))).toEqual(['用好的吧']);
  });

  it('are the same every time', async () => {
    const language = languageOf({ 去北京吧: 40, 去上海吧: 35, 去南海吧: 25 });
    expect(await language.fill('去[MASK][MASK]吧')).toEqual(await language.fill('去[MASK][MASK]吧'));
  });
});

describe('a text that cannot be filled', () => {
  const language = languageOf({ 我喝茶: 1 });

  it.each([
    ['', /empty/],
    [' \n', /empty/],
    ['我喝茶', /no \[MASK\]/],
    [`我${'[MASK]'.repeat(9)}`, /9 neighbouring .* at most 8/],
    ['我[MASK]'.repeat(33), /33 \[MASK\].* 32/],
    [`[MASK]${'我'.repeat(80)}[MASK]`, /82 characters.* 62/],
  ])('is refused with a sentence that says why: %j', async (text, reason) => {
    await expect(language.fill(text)).rejects.toThrow(UserError);
    await expect(language.fill(text)).rejects.toThrow(reason);
  });
});

it('a model that nothing can be computed with says so', async () => {
  const tokenizer = toyTokenizer(['我', '茶']);
  const { vocabularySize } = tokenizer;
  const model: MaskedLanguageModel = {
    maxTokens: 64,
    vocabularySize,
    predictVariants: (_text, _places, rows) =>
      Promise.resolve(
        rows.map(({ positions }) => new Float32Array(positions.length * vocabularySize).fill(NaN)),
      ),
  };
  await expect(fill('我[MASK]', { model, tokenizer, top: 5 })).rejects.toThrow(
    new UserError(
      'Nothing can be computed with the weights of this model: they are too large, as happens when training gets out of control. Please choose another model.',
    ),
  );
});

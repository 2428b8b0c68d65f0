import { describe, expect, it } from 'vitest';
import { Masker, type MaskedExample } from '../../../src/core/masking/masker';
import { randomFor } from '../../../src/core/random';
import { characterTokenizer as tokenizer, exampleOf, manyExamples } from './examples';

const words = [
  '他',
  '每天',
  '早上',
  '公园',
  '跑步',
  '老师',
  '同学们',
  '今年',
  '春节',
  '高兴',
  '，',
  '𠮷',
  'cloze',
];
const name = '诸葛涛';
const sentences = manyExamples(10_000, words);
const sentencesWithTerm = manyExamples(10_000, [...words, name]);
const masker = new Masker({ tokenizer, terms: [] });
const { mask: maskId, unk, cls, sep, pad } = tokenizer.special;

/** What became of each token to be predicted. */
function fates({ ids, positions, targets }: MaskedExample): ('masked' | 'kept' | 'replaced')[] {
  return Array.from(positions, (position, index) =>
    ids[position] === maskId ? 'masked' : ids[position] === targets[index] ? 'kept' : 'replaced',
  );
}

const share = (items: readonly string[], item: string): number =>
  items.filter((one) => one === item).length / items.length;

describe('masking 10,000 sentences', () => {
  const masked = sentences.map((example, index) => masker.mask(example, randomFor(7, 'masks', 0, index)));

  it('predicts 15 % of the tokens that are not special', () => {
    const predicted = masked.reduce((sum, { positions }) => sum + positions.length, 0);
    const tokens = sentences.reduce((sum, { ids }) => sum + ids.filter((id) => id > maskId).length, 0);
    expect(predicted / tokens).toBeGreaterThan(0.145);
    expect(predicted / tokens).toBeLessThan(0.155);
  });

  it('hides 80 % of them, replaces 10 %, keeps 10 %', () => {
    const all = masked.flatMap(fates);
    expect(share(all, 'masked')).toBeCloseTo(0.8, 1.7);
    expect(share(all, 'replaced')).toBeCloseTo(0.1, 1.7);
    expect(share(all, 'kept')).toBeCloseTo(0.1, 1.7);
  });

  it('gives every example something to predict', () => {
    expect(Math.min(...masked.map(({ positions }) => positions.length))).toBeGreaterThan(0);
  });

  it('never asks for a special token and never puts one other than [MASK]', () => {
    const targets = new Set(masked.flatMap((example) => [...example.targets]));
    for (const special of [pad, unk, cls, sep, maskId]) expect(targets).not.toContain(special);
    masked.forEach(({ ids }, index) => {
      const untouched = sentences[index]?.ids.filter((id) => id <= maskId);
      expect(ids.filter((id) => id <= maskId && id !== maskId)).toEqual(untouched);
    });
  });

  it('replaces by ordinary tokens only', () => {
    const ids = new Set(masked.flatMap((example) => [...example.ids]));
    for (let id = 0; id < tokenizer.vocabularySize; id++) {
      if (/^\[unused|^##/.test(tokenizer.token(id))) expect(ids).not.toContain(id);
    }
  });

  it('says truly what was hidden and leaves the rest alone', () => {
    masked.forEach(({ ids, positions, targets }, index) => {
      const restored = ids.slice();
      positions.forEach((position, place) => (restored[position] = targets[place] ?? 0));
      expect(restored).toEqual(sentences[index]?.ids);
      expect(positions).toEqual(positions.slice().sort());
    });
  });

  it('stays near 15 % in short sentences, where a piece is much', () => {
    const example = exampleOf('同学们今年春节回家看望父母。');
    const counts = Array.from(
      { length: 10_000 },
      (_, i) => masker.mask(example, randomFor(7, i)).positions.length,
    );
    expect(counts.reduce((sum, count) => sum + count) / counts.length / 14).toBeLessThan(0.17);
  });

  it('reaches every token about equally often', () => {
    const example = exampleOf('同学们今年春节回家看望父母很高兴。');
    const counts = new Array<number>(example.ids.length).fill(0);
    for (let epoch = 0; epoch < 10_000; epoch++) {
      const { positions } = masker.mask(example, randomFor(7, epoch));
      for (const position of positions) counts[position] = (counts[position] ?? 0) + 1;
    }
    const rates = counts.slice(1, -1).map((count) => count / 10_000);
    expect(Math.min(...rates)).toBeGreaterThan(0.1);
    expect(Math.max(...rates)).toBeLessThan(0.2);
  });
});

describe('the masks', () => {
  const example = sentences[0] ?? exampleOf('');

  it('are the same for the same seed and name', () => {
    const twice = [0, 1].map(() => masker.mask(example, randomFor(7, 'evaluation', 0)));
    expect(twice[0]).toEqual(twice[1]);
  });

  it('do not depend on what was masked before', () => {
    const fresh = new Masker({ tokenizer, terms: [] });
    expect(fresh.mask(example, randomFor(7, 'evaluation', 3))).toEqual(
      masker.mask(example, randomFor(7, 'evaluation', 3)),
    );
  });

  it('are fresh in another epoch', () => {
    const epochs = Array.from({ length: 20 }, (_, epoch) =>
      masker.mask(example, randomFor(7, 'masks', epoch)),
    );
    expect(new Set(epochs.map(({ positions }) => positions.join())).size).toBeGreaterThan(10);
  });

  it('of a single token hide that one', () => {
    expect([...masker.mask(exampleOf('他'), randomFor(1)).positions]).toEqual([1]);
  });

  it('are empty where nothing can be hidden', () => {
    expect(masker.mask(exampleOf('𠮷'), randomFor(1)).positions).toHaveLength(0);
  });
});

describe('a piece', () => {
  it('of a word is the whole word, with one fate', () => {
    const wordsOnly = new Masker({ tokenizer, terms: [], mixture: { word: 1, span: 0, character: 0 } });
    const example = exampleOf('老师每天早上去公园跑步。老师每天早上去公园跑步。');
    const park = [8, 9];
    const seen = new Set<string>();
    for (let epoch = 0; epoch < 300; epoch++) {
      const result = wordsOnly.mask(example, randomFor(3, epoch));
      const ofPark = park.map((position) => fates(result)[result.positions.indexOf(position)] ?? 'untouched');
      seen.add(ofPark.join(' '));
    }
    expect(seen).toEqual(new Set(['untouched untouched', 'masked masked', 'kept kept', 'replaced replaced']));
  });

  it('of a span is one to four neighbouring tokens', () => {
    const spansOnly = new Masker({
      tokenizer,
      terms: [],
      rate: 0.01,
      mixture: { word: 0, span: 1, character: 0 },
    });
    const lengths = new Set<number>();
    for (const [index, example] of sentences.entries()) {
      const { positions } = spansOnly.mask(example, randomFor(3, index));
      lengths.add(positions.length);
      expect((positions.at(-1) ?? 0) - (positions[0] ?? 0)).toBe(positions.length - 1);
    }
    expect([...lengths].sort()).toEqual([1, 2, 3, 4]);
  });
});

describe('a term', () => {
  const wholeTerms = new Masker({ tokenizer, terms: [name], mixture: { word: 1, span: 0, character: 0 } });

  it('is always masked whole when it is chosen, in 10,000 sentences', () => {
    let chosen = 0;
    sentencesWithTerm.forEach((example, index) => {
      const { ids, positions } = wholeTerms.mask(example, randomFor(5, index));
      for (const { start, end } of wholeTerms.termsIn(example)) {
        const hidden = positions.filter((position) => position >= start && position < end);
        expect([0, end - start]).toContain(hidden.length);
        if (hidden.length > 0) {
          chosen++;
          expect([...ids.slice(start, end)]).toEqual([maskId, maskId, maskId]);
        }
      }
    });
    expect(chosen).toBeGreaterThan(1000);
  });

  it('is found wherever it stands, although the segmenter splits it', () => {
    const spans = wholeTerms.termsIn(exampleOf('诸葛涛是丞相，大军的诸葛涛。'));
    expect(spans).toEqual([
      { term: name, start: 1, end: 4 },
      { term: name, start: 11, end: 14 },
    ]);
  });

  it('can be masked alone, all its occurrences together', () => {
    const example = exampleOf('诸葛涛是丞相，大军的诸葛涛。');
    const result = wholeTerms.maskTerm(example, randomFor(1));
    expect([...(result?.positions ?? [])]).toEqual([1, 2, 3, 11, 12, 13]);
    expect(result && new Set(fates(result))).toEqual(new Set(['masked']));
  });

  it('is drawn at random where there are several', () => {
    const several = new Masker({ tokenizer, terms: [name, '大军', '公园'] });
    const example = exampleOf('诸葛涛的大军在公园。');
    const drawn = Array.from({ length: 50 }, (_, index) =>
      several.maskTerm(example, randomFor(index))?.positions.join(),
    );
    expect(new Set(drawn)).toEqual(new Set(['1,2,3', '5,6', '8,9']));
  });

  it('is not there to be masked in other sentences', () => {
    expect(wholeTerms.maskTerm(exampleOf('他去公园。'), randomFor(1))).toBeUndefined();
  });

  it('gives way to a longer one at the same place', () => {
    const overlapping = new Masker({ tokenizer, terms: ['诸葛', name, '涛是'] });
    expect(overlapping.termsIn(exampleOf('诸葛涛是丞相'))).toEqual([{ term: name, start: 1, end: 4 }]);
  });

  it('of an alphabet is a whole word in any case', () => {
    const latin = new Masker({ tokenizer, terms: ['Cloze'] });
    expect(latin.termsIn(exampleOf('用cloze吧'))).toEqual([{ term: 'Cloze', start: 2, end: 3 }]);
    expect(latin.termsIn(exampleOf('用clozes吧'))).toEqual([]);
  });

  it('may have characters that mean something in a pattern', () => {
    const odd = new Masker({ tokenizer, terms: ['的(公园)', ''] });
    expect(odd.termsIn(exampleOf('他的(公园)'))).toEqual([{ term: '的(公园)', start: 2, end: 7 }]);
  });
});

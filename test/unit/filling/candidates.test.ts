import { describe, expect, it } from 'vitest';
import { Admission, type Before } from '../../../src/core/filling/candidates';
import { toyTokenizer } from './toyTokenizer';

const tokens = ['我', '们', '〇', 'py', '12', '##thon', '##3', '。', '，', '##。'];
const tokenizer = toyTokenizer(tokens);
const admission = new Admission(tokenizer);

/** Logarithms of the probabilities when every token is as likely as its weight, 1 if none is given. */
function logProbabilitiesFrom(weights: Record<string, number>): Float32Array {
  const all = Array.from({ length: tokenizer.vocabularySize }, (_, id) => weights[tokenizer.token(id)] ?? 1);
  const total = all.reduce((sum, weight) => sum + weight, 0);
  return Float32Array.from(all, (weight) => Math.log(weight / total));
}

function suggested(
  options: { before?: Before; single?: boolean; weights?: Record<string, number> } = {},
): string[] {
  const { before = 'boundary', single = true, weights = {} } = options;
  return admission
    .best(logProbabilitiesFrom(weights), 100, before, single)
    .map(({ id }) => tokenizer.token(id));
}

describe('suggestions', () => {
  it('never are special, reserved or unknown, however likely', () => {
    const weights = {
      '[PAD]': 1e6,
      '[UNK]': 1e6,
      '[CLS]': 1e6,
      '[SEP]': 1e6,
      '[MASK]': 1e6,
      '[unused1]': 1e6,
    };
    for (const before of ['boundary', 'textWord', 'filledWord'] as const) {
      expect(suggested({ before, weights }).filter((token) => /^\[/.test(token))).toEqual([]);
    }
  });

  it('are words where nothing alphabetic stands before', () => {
    expect(suggested()).toEqual(['我', '们', '〇', 'py', '12']);
  });

  it('continue an alphabetic word of the text, and do not run another one into it', () => {
    expect(suggested({ before: 'textWord' })).toEqual(['我', '们', '〇', '##thon', '##3']);
  });

  it('continue a word that was filled in, or begin another', () => {
    expect(suggested({ before: 'filledWord' })).toEqual(['我', '们', '〇', 'py', '12', '##thon', '##3']);
  });

  it('are punctuation where all punctuation together is likelier than words', () => {
    const weights = { '。': 50, '，': 50 };
    expect(suggested({ weights }).slice(0, 3)).toEqual(['。', '，', '我']);
    expect(suggested({ weights, single: false })).toEqual(['我', '们', '〇', 'py', '12']);
  });

  it('are the likeliest ones, best first', () => {
    const best = admission.best(logProbabilitiesFrom({ 我: 2, 们: 5, 〇: 3 }), 2, 'boundary', true);
    expect(best.map(({ id }) => tokenizer.token(id))).toEqual(['们', '〇']);
    expect(best[0]?.logProbability).toBeGreaterThan(best[1]?.logProbability ?? 0);
  });
});

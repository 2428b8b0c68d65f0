import { describe, expect, it } from 'vitest';
import { Admission, softmax, type Before } from '../../../src/core/filling/candidates';
import { toyTokenizer } from './toyTokenizer';

const tokens = ['我', '们', '〇', 'py', '12', '##thon', '##3', '。', '，', '##。'];
const tokenizer = toyTokenizer(tokens);
const admission = new Admission(tokenizer);

/** The probabilities when every token is as likely as its weight, 1 if none is given. */
function probabilitiesFrom(weights: Record<string, number>): Float32Array {
  const logits = Float32Array.from({ length: tokenizer.vocabularySize }, (_, id) =>
    Math.log(weights[tokenizer.token(id)] ?? 1),
  );
  return softmax(logits, 0, tokenizer.vocabularySize);
}

function suggested(
  options: { before?: Before; single?: boolean; weights?: Record<string, number> } = {},
): string[] {
  const { before = 'boundary', single = true, weights = {} } = options;
  return admission.best(probabilitiesFrom(weights), 100, before, single).map(({ id }) => tokenizer.token(id));
}

describe('softmax', () => {
  it('gives probabilities that sum to 1 over the vocabulary, for each row', () => {
    const size = 8192;
    const logits = Float32Array.from({ length: 2 * size }, (_, index) => 30 * Math.sin(index * index));
    for (const row of [0, 1]) {
      const sum = softmax(logits, row, size).reduce((total, probability) => total + probability, 0);
      expect(sum).toBeCloseTo(1, 5);
    }
  });

  it('does not overflow', () => {
    expect([...softmax(Float32Array.of(1000, 1000, -1000), 0, 3)]).toEqual([0.5, 0.5, 0]);
  });
});

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
    const best = admission.best(probabilitiesFrom({ 我: 2, 们: 5, 〇: 3 }), 2, 'boundary', true);
    expect(best.map(({ id }) => tokenizer.token(id))).toEqual(['们', '〇']);
    expect(best[0]?.probability).toBeGreaterThan(best[1]?.probability ?? 1);
  });
});

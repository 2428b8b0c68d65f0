import { expect, it } from 'vitest';

import { accuracyOf } from '../../../src/core/training/accuracy';

const judgements = [0, 1, 4, 5].map((rank) => ({ rank, loss: rank }));

it('tells the shares of words that are the first guess, and among the first five', () => {
  expect(accuracyOf(judgements)).toMatchObject({ top1: 1 / 4, top5: 3 / 4, maskedTokens: 4 });
});

it('tells the mean loss of a word, and its perplexity, which is a number however large the loss is', () => {
  expect(accuracyOf(judgements)).toMatchObject({ loss: 2.5, perplexity: Math.exp(2.5) });
  expect(accuracyOf([{ rank: 0, loss: 1e4 }]).perplexity).toBe(Number.MAX_VALUE);
});

import { expect, test } from 'vitest';
import { fillProbes } from '../../../src/core/training/fillProbes';
import { toyModel } from '../filling/toyModel';
import { toyTokenizer } from '../filling/toyTokenizer';

const tokenizer = toyTokenizer(['我', '喝', '茶', '。']);
const { cls, sep, mask } = tokenizer.special;
const model = toyModel([{ ids: [cls, ...tokenizer.encode('我喝茶。').ids, sep], weight: 1 }], {
  vocabularySize: tokenizer.vocabularySize,
  mask,
});
const filled = { text: '我喝[MASK]。', fillings: ['茶'] };

test.each([
  ['has no gap', '我喝茶。'],
  ['has too long a gap', `我喝${'[MASK]'.repeat(9)}。`],
  ['has too many gaps', '我喝[MASK]。'.repeat(33)],
  ['has gaps too far apart for the model', `[MASK]${'喝'.repeat(model.maxTokens)}[MASK]。`],
])('a sentence that %s is left out, and the others are filled', async (_, text) => {
  expect(await fillProbes([text, filled.text], { model, tokenizer })).toEqual([filled]);
});

test('a defect of the model is none of the sentence', async () => {
  const broken = { ...model, predictVariants: () => Promise.reject(new Error('no memory')) };
  await expect(fillProbes([filled.text], { model: broken, tokenizer })).rejects.toThrow('no memory');
});

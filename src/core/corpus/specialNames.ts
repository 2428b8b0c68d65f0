import { usualTokens } from '../tokenizer/specialTokens';

/** Matches the names of BERT's special tokens, which stand in brackets: `MASK` and the others. */
export const specialNames = Object.values(usualTokens)
  .map((token) => token.slice(1, -1))
  .join('|');

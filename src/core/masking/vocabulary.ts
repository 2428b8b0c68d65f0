import type { Tokenizer } from '../tokenizer/tokenizer';

/** What masking and filling need to know of a tokenizer's vocabulary. */
export type Vocabulary = Pick<Tokenizer, 'special' | 'vocabularySize' | 'token'>;

/**
 * Tokens that stand for no text: `[PAD]`, `[MASK]`, `[unused17]` and their like, and rows without a token; `[` and `]`
 * themselves are text.
 */
export function isReserved(token: string): boolean {
  return token === '' || /^(\[.+\]|<.+>)$/.test(token);
}

/** Pieces that continue a word: `##ing`. */
export function isContinuation(token: string): boolean {
  return token.startsWith('##') && token.length > 2;
}

/** Ids of the special tokens of a model, `[UNK]` among them. */
export function specialIds({ special }: Pick<Vocabulary, 'special'>): Set<number> {
  return new Set([special.pad, special.unk, special.cls, special.sep, special.mask]);
}

/** Ids of the tokens that can stand anywhere in a text: neither special nor reserved nor a continuation. */
export function ordinaryIds(vocabulary: Vocabulary): Int32Array {
  const special = specialIds(vocabulary);
  const ids: number[] = [];
  for (let id = 0; id < vocabulary.vocabularySize; id++) {
    const token = vocabulary.token(id);
    if (!special.has(id) && !isReserved(token) && !isContinuation(token)) ids.push(id);
  }
  return Int32Array.from(ids);
}

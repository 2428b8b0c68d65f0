import type { FillOptions } from '../../../src/core/filling/fill';

const reserved = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', '[unused1]'];

/** A tokenizer that knows the given tokens; in a text, a word of the vocabulary or else a single character is a token. */
export function toyTokenizer(
  tokens: readonly string[],
): FillOptions['tokenizer'] & { idOf(token: string): number } {
  const vocabulary = [...reserved, ...tokens];
  const idOf = (token: string): number => Math.max(vocabulary.indexOf(token), 1);
  return {
    special: { pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 },
    vocabularySize: vocabulary.length,
    token: (id) => vocabulary[id] ?? '[UNK]',
    idOf,
    encode: (text) => {
      const matches = [...text.matchAll(/\[MASK\]|(?:##)?[a-z]+|\d+|\S/gu)];
      return {
        ids: matches.map(({ 0: token }) => idOf(token)),
        starts: matches.map(({ index }) => index),
        ends: matches.map(({ 0: token, index }) => index + token.length),
      };
    },
  };
}

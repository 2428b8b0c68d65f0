import type { Example } from '../../../src/core/corpus/examples';

export const cls = 1;
export const sep = 2;
export const mask = 3;

/** A sentence of these tokens, without a text. */
export const sentence = (...tokens: number[]): Example => ({
  text: '',
  ids: Int32Array.of(cls, ...tokens, sep),
  starts: new Int32Array(tokens.length),
});

import type { Row } from '../../../src/core/bert/batch';
import type { Tokenizer } from '../../../src/core/tokenizer/tokenizer';

/** The tokens of a text and its slots; `[CLS]` and `[SEP]` are left out. */
export function rowOf(text: string, tokenizer: Tokenizer): Row {
  const ids = Int32Array.from(tokenizer.encode(text).ids);
  const positions = [...ids.keys()].filter((place) => ids[place] === tokenizer.special.mask);
  return { ids, positions: Int32Array.from(positions) };
}

import type { JsonObject } from '../json';
import type { AddedToken } from './addedTokens';
import type { NormalizerSettings } from './normalizer';

/** The tokens that BERT gives a meaning to. */
export const roles = ['pad', 'unk', 'cls', 'sep', 'mask'] as const;
export type Role = (typeof roles)[number];

/** What the row of a token may be. */
export const idLimits = { min: 0, max: 4_000_000 };

/** All that makes a BERT tokenizer, apart from how its files look. */
export interface TokenizerDescription {
  /** WordPiece's vocabulary: token to row. */
  vocabulary: ReadonlyMap<string, number>;
  addedTokens: readonly AddedToken[];
  special: Readonly<Record<Role, string>>;
  normalizer: NormalizerSettings;
  /** Before the pieces of a word after its first. */
  continuingPrefix: string;
  /** A word of more characters is unknown as a whole. */
  longestWord: number;
  /** `tokenizer_config.json` as it was read, to be written back without the paths in it. */
  config: JsonObject;
}

/** The vocabulary's and the added ones, by their rows. */
export function allTokens({ vocabulary, addedTokens }: TokenizerDescription): Map<string, number> {
  const tokens = new Map(vocabulary);
  for (const { content, id } of addedTokens) tokens.set(content, id);
  return tokens;
}

/** How many rows tokens need. */
export function rowCount(tokens: ReadonlyMap<string, number>): number {
  let count = 0;
  for (const id of tokens.values()) count = Math.max(count, id + 1);
  return count;
}

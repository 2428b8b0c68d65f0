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

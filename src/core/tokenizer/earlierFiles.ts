import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonFields, readJsonObject } from '../json';
import type { AddedToken } from './addedTokens';
import { idLimits, type TokenizerDescription } from './description';
import { furtherSpecialTokensIn, specialToken, specialTokensIn } from './specialTokens';

/**
 * The description with what stands in the files that earlier versions of `transformers` wrote beside the vocabulary:
 * `special_tokens_map.json`, which goes before `tokenizer_config.json`, and `added_tokens.json`, the rows of tokens by
 * these. All versions heed them where `tokenizer_config.json` does not list the added tokens itself.
 */
export async function withEarlierFiles(
  description: TokenizerDescription,
  dir: string,
  config: JsonFields | undefined,
): Promise<TokenizerDescription> {
  if (config?.has('added_tokens_decoder')) return description;
  const map = await readIfThere(join(dir, 'special_tokens_map.json'));
  const rows = await readIfThere(join(dir, 'added_tokens.json'));
  const special = map ? specialTokensIn(map, description.special) : description.special;
  const further = [config, map].flatMap((settings) => (settings ? furtherSpecialTokensIn(settings) : []));

  const added = rows ? addedTokensIn(rows, new Set([...Object.values(special), ...further])) : [];
  const known = further.flatMap((content) => {
    const id = description.vocabulary.get(content);
    return id === undefined ? [] : [specialToken(content, id)];
  });
  return { ...description, special, addedTokens: joined(description.addedTokens, [...added, ...known]) };
}

async function readIfThere(path: string): Promise<JsonFields | undefined> {
  return existsSync(path) ? readJsonObject(path) : undefined;
}

function addedTokensIn(rows: JsonFields, special: ReadonlySet<string>): AddedToken[] {
  return Object.keys(rows.values).map((content) => {
    const token = specialToken(content, rows.integer(content, idLimits));
    return special.has(content) ? token : { ...token, special: false, normalized: true };
  });
}

/** @param further tokens, of which those are left out that are there already. */
function joined(tokens: readonly AddedToken[], further: readonly AddedToken[]): AddedToken[] {
  const seen = new Set(tokens.map(({ content }) => content));
  return [...tokens, ...further.filter(({ content }) => !seen.has(content) && seen.add(content))];
}

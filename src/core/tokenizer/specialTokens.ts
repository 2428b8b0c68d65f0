import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { shortened } from '../foreignText';
import { isJsonObject, type Json, type JsonFields } from '../json';
import type { AddedToken } from './addedTokens';
import { type Role, roles, type TokenizerDescription } from './description';

export type SpecialTokens = Record<Role, string>;

export const usualTokens: SpecialTokens = {
  pad: '[PAD]',
  unk: '[UNK]',
  cls: '[CLS]',
  sep: '[SEP]',
  mask: '[MASK]',
};

/** The special tokens that a file of settings names. @param usual those that it does not */
export function specialTokensIn(settings: JsonFields, usual: SpecialTokens): SpecialTokens {
  const named = (role: Role): string => {
    const field = `${role}_token`;
    return isJsonObject(settings.values[field])
      ? settings.object(field).string('content')
      : settings.string(field, usual[role]);
  };
  return { pad: named('pad'), unk: named('unk'), cls: named('cls'), sep: named('sep'), mask: named('mask') };
}

/** Further tokens that a file of settings declares special, such as marks of names. */
export function furtherSpecialTokensIn({ values }: JsonFields): string[] {
  const listed = ['additional_special_tokens', 'extra_special_tokens'].map((field) => values[field]);
  return listed.flatMap((tokens) => (Array.isArray(tokens) ? tokens : [])).flatMap(contentOf);
}

function contentOf(token: Json): string[] {
  const content = isJsonObject(token) ? token['content'] : token;
  return typeof content === 'string' ? [content] : [];
}

/** A token that is found in texts as it is written. */
export function specialToken(content: string, id: number): AddedToken {
  return { content, id, special: true, normalized: false, singleWord: false, lstrip: false, rstrip: false };
}

/**
 * Makes sure that each special token has a row of its own and is found in texts.
 *
 * @param source the file that has the vocabulary, for messages.
 * @param repeated tokens that have several rows, of which nobody knows which one a model means.
 */
export function withSpecialTokens(
  description: TokenizerDescription,
  source: string,
  repeated: ReadonlySet<string>,
): TokenizerDescription {
  const { vocabulary } = description;
  const addedTokens = [...description.addedTokens];
  if (new Set(vocabulary.values()).size < vocabulary.size) {
    throw new UserError(l10n.t('In the tokenizer {0} two tokens have the same number.', source));
  }
  const seen = new Set<number>();
  for (const role of roles) {
    const content = description.special[role];
    const added = addedTokens.filter((token) => token.content === content);
    const id = vocabulary.get(content) ?? added[0]?.id;
    if (id === undefined) {
      throw new UserError(
        l10n.t(
          'The tokenizer {0} lacks the token {1}, which a fill-mask model needs.',
          source,
          shortened(content),
        ),
      );
    }
    if (seen.has(id) || repeated.has(content) || added.some((token) => token.id !== id)) {
      throw new UserError(
        l10n.t('The tokenizer {0} contradicts itself on the token {1}.', source, shortened(content)),
      );
    }
    seen.add(id);
    if (added.length === 0) addedTokens.push(specialToken(content, id));
  }
  return { ...description, addedTokens };
}

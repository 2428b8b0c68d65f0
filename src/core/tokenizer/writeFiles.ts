import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeJsonFile, type Json, type JsonObject } from '../json';
import type { AddedToken } from './addedTokens';
import type { TokenizerDescription } from './description';

/**
 * Writes `tokenizer.json`, `tokenizer_config.json` and `vocab.txt`, from which `transformers` makes the same tokenizer.
 * The same description writes the same bytes.
 */
export async function writeDescription(dir: string, description: TokenizerDescription): Promise<void> {
  await writeJsonFile(join(dir, 'tokenizer.json'), toTokenizerJson(description));
  await writeJsonFile(join(dir, 'tokenizer_config.json'), toTokenizerConfig(description));
  await writeFile(join(dir, 'vocab.txt'), toVocabularyText(description.vocabulary), { flush: true });
}

function toTokenizerJson(description: TokenizerDescription): JsonObject {
  const { normalizer, special, vocabulary } = description;
  const marker = (role: 'cls' | 'sep', sentence: number): Json => ({
    SpecialToken: { id: special[role], type_id: sentence },
  });
  const sentence = (id: 'A' | 'B', number: number): Json => ({ Sequence: { id, type_id: number } });
  const definition = (role: 'cls' | 'sep'): JsonObject => ({
    [special[role]]: {
      id: special[role],
      ids: [idOf(special[role], description)],
      tokens: [special[role]],
    },
  });
  const single = [marker('cls', 0), sentence('A', 0), marker('sep', 0)];
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: description.addedTokens
      .toSorted((one, other) => one.id - other.id)
      .map((token) => ({ id: token.id, ...fieldsOf(token) })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: normalizer.cleanText,
      handle_chinese_chars: normalizer.handleChineseCharacters,
      strip_accents: normalizer.stripAccents,
      lowercase: normalizer.lowercase,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single,
      pair: [...single, sentence('B', 1), marker('sep', 1)],
      special_tokens: { ...definition('cls'), ...definition('sep') },
    },
    decoder: { type: 'WordPiece', prefix: description.continuingPrefix, cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: special.unk,
      continuing_subword_prefix: description.continuingPrefix,
      max_input_chars_per_word: description.longestWord,
      vocab: Object.fromEntries(byRow(vocabulary)),
    },
  };
}

/** A special token may stand in the vocabulary or be added to it. */
function idOf(token: string, { vocabulary, addedTokens }: TokenizerDescription): number {
  const id = vocabulary.get(token) ?? addedTokens.find(({ content }) => content === token)?.id;
  if (id === undefined) throw new Error(`${token} has no id`);
  return id;
}

/** Where `transformers` notes from which folder, or which file of its cache, it read a tokenizer. */
const pathFields = ['name_or_path', 'tokenizer_file', 'vocab_file', 'special_tokens_map_file'];

function toTokenizerConfig(description: TokenizerDescription): JsonObject {
  const { normalizer, special } = description;
  const shared = Object.entries(description.config)
    .filter(([name]) => !pathFields.includes(name))
    .map(([name, value]) => [commonName(name, value), value] as const);
  return {
    ...Object.fromEntries(shared),
    tokenizer_class: 'BertTokenizer',
    do_lower_case: normalizer.lowercase,
    strip_accents: normalizer.stripAccents,
    tokenize_chinese_chars: normalizer.handleChineseCharacters,
    pad_token: special.pad,
    unk_token: special.unk,
    cls_token: special.cls,
    sep_token: special.sep,
    mask_token: special.mask,
    added_tokens_decoder: Object.fromEntries(
      description.addedTokens.map((token) => [String(token.id), fieldsOf(token)]),
    ),
  };
}

/** Under `transformers` 5's name for a list of tokens, version 4 takes a dictionary alone; both know the earlier name. */
function commonName(name: string, value: Json): string {
  return name === 'extra_special_tokens' && Array.isArray(value) ? 'additional_special_tokens' : name;
}

function fieldsOf(token: AddedToken): JsonObject {
  return {
    content: token.content,
    single_word: token.singleWord,
    lstrip: token.lstrip,
    rstrip: token.rstrip,
    normalized: token.normalized,
    special: token.special,
  };
}

/** Rows that no token has become empty lines. */
function toVocabularyText(vocabulary: ReadonlyMap<string, number>): string {
  const lines: string[] = [];
  let next = 0;
  for (const [token, row] of byRow(vocabulary)) {
    while (next < row) {
      lines.push('');
      next++;
    }
    lines.push(token);
    next++;
  }
  return `${lines.join('\n')}\n`;
}

function byRow(vocabulary: ReadonlyMap<string, number>): [string, number][] {
  return [...vocabulary].sort(([, one], [, other]) => one - other);
}

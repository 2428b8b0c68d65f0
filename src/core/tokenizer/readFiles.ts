import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { shortened } from '../foreignText';
import { type JsonFields, readJsonObject, readSmallText } from '../json';
import type { AddedToken } from './addedTokens';
import { idLimits, type TokenizerDescription } from './description';
import { withEarlierFiles } from './earlierFiles';
import type { NormalizerSettings } from './normalizer';
import { specialTokensIn, usualTokens, withSpecialTokens } from './specialTokens';

const bertNormalizer: NormalizerSettings = {
  cleanText: true,
  handleChineseCharacters: true,
  stripAccents: null,
  lowercase: true,
};

export function hasTokenizer(dir: string): boolean {
  return ['tokenizer.json', 'vocab.txt'].some((name) => existsSync(join(dir, name)));
}

/**
 * Reads the tokenizer of a Hugging Face folder: `tokenizer.json`, else `vocab.txt`; of the files beside them those that
 * are there.
 *
 * As in `transformers`, what `tokenizer_config.json` says of the normalization goes before what `tokenizer.json` says.
 */
export async function readDescription(dir: string): Promise<TokenizerDescription> {
  const configPath = join(dir, 'tokenizer_config.json');
  const config = existsSync(configPath) ? await readJsonObject(configPath) : undefined;
  const { description, source, repeated } = await readMainFile(dir);
  const configured = config ? withConfig(description, config) : description;
  return withSpecialTokens(await withEarlierFiles(configured, dir, config), source, repeated);
}

/** What the file that has the vocabulary says. */
interface MainFile {
  readonly description: TokenizerDescription;
  readonly source: string;
  /** Tokens that have several rows. */
  readonly repeated: ReadonlySet<string>;
}

async function readMainFile(dir: string): Promise<MainFile> {
  const json = join(dir, 'tokenizer.json');
  if (existsSync(json)) {
    const description = fromTokenizerJson(await readJsonObject(json), json);
    return { description, source: json, repeated: new Set() };
  }
  const vocabulary = join(dir, 'vocab.txt');
  if (existsSync(vocabulary)) {
    const tokens = await readVocabulary(vocabulary);
    const description = fromVocabulary(new Map(tokens.map((token, row) => [token, row])));
    return { description, source: vocabulary, repeated: repeatedIn(tokens) };
  }
  throw new UserError(
    l10n.t('The folder {0} has no tokenizer: neither tokenizer.json nor vocab.txt is there.', dir),
  );
}

function fromTokenizerJson(json: JsonFields, path: string): TokenizerDescription {
  const model = json.object('model');
  if (model.string('type', 'WordPiece') !== 'WordPiece') {
    throw new UserError(
      l10n.t(
        '{0} describes a tokenizer of the type “{1}”; only the WordPiece tokenizers of BERT models are supported.',
        path,
        shortened(model.string('type')),
      ),
    );
  }
  const vocabulary = model.object('vocab');
  const addedTokens = json
    .objects('added_tokens', [])
    .map((fields) => addedToken(fields, fields.integer('id', idLimits)));
  const normalizer = bertPart(json, 'normalizer', 'BertNormalizer', path);
  bertPart(json, 'pre_tokenizer', 'BertPreTokenizer', path);
  return {
    vocabulary: new Map(
      Object.keys(vocabulary.values).map((token) => [token, vocabulary.integer(token, idLimits)]),
    ),
    addedTokens,
    special: { ...usualTokens, unk: model.string('unk_token', usualTokens.unk) },
    normalizer: {
      cleanText: normalizer.boolean('clean_text', bertNormalizer.cleanText),
      handleChineseCharacters: normalizer.boolean(
        'handle_chinese_chars',
        bertNormalizer.handleChineseCharacters,
      ),
      stripAccents: normalizer.has('strip_accents') ? normalizer.boolean('strip_accents') : null,
      lowercase: normalizer.boolean('lowercase', bertNormalizer.lowercase),
    },
    continuingPrefix: model.string('continuing_subword_prefix', '##'),
    longestWord: model.integer('max_input_chars_per_word', { min: 1, max: 1_000_000 }, 100),
    config: {},
  };
}

/** A part that is not mentioned is BERT's; `null` says that there is none. */
function bertPart(json: JsonFields, name: string, type: string, path: string): JsonFields {
  const part = json.object(name, {});
  const actual = json.values[name] === null ? 'null' : part.string('type', type);
  if (actual === type) return part;
  throw new UserError(
    l10n.t(
      '{0} prepares text by “{1}” where a BERT tokenizer has “{2}”; only BERT tokenizers are supported.',
      path,
      shortened(actual),
      type,
    ),
  );
}

function addedToken(fields: JsonFields, id: number): AddedToken {
  const special = fields.boolean('special', false);
  return {
    content: fields.string('content'),
    id,
    special,
    normalized: fields.boolean('normalized', !special),
    singleWord: fields.boolean('single_word', false),
    lstrip: fields.boolean('lstrip', false),
    rstrip: fields.boolean('rstrip', false),
  };
}

/** It is looked for from the beginning of each white space alone: of one in the middle, from each of its characters. */
const spaceAtEnd = /(?<!\p{White_Space})\p{White_Space}+$/u;

/**
 * One token a line, white space at its end removed; its row is the line's number from 0. Of a repeated token the last
 * counts. All this as in `transformers`. Empty lines at the end are no tokens.
 */
async function readVocabulary(path: string): Promise<string[]> {
  const text = await readSmallText(path);
  const tokens = text.split('\n').map((line) => line.replace(spaceAtEnd, ''));
  while (tokens.at(-1) === '') tokens.pop();
  return tokens;
}

function repeatedIn(tokens: readonly string[]): Set<string> {
  const seen = new Set<string>();
  return new Set(tokens.filter((token) => seen.has(token) || !seen.add(token)));
}

function fromVocabulary(vocabulary: Map<string, number>): TokenizerDescription {
  return {
    vocabulary,
    addedTokens: [],
    special: usualTokens,
    normalizer: bertNormalizer,
    continuingPrefix: '##',
    longestWord: 100,
    config: {},
  };
}

function withConfig(description: TokenizerDescription, config: JsonFields): TokenizerDescription {
  const { normalizer, addedTokens, special } = description;
  return {
    ...description,
    addedTokens: addedTokens.length > 0 ? addedTokens : addedTokensOfConfig(config),
    special: specialTokensIn(config, special),
    normalizer: {
      cleanText: normalizer.cleanText,
      handleChineseCharacters: config.boolean('tokenize_chinese_chars', normalizer.handleChineseCharacters),
      stripAccents: config.has('strip_accents') ? config.boolean('strip_accents') : normalizer.stripAccents,
      lowercase: config.boolean('do_lower_case', normalizer.lowercase),
    },
    config: config.values,
  };
}

function addedTokensOfConfig(config: JsonFields): AddedToken[] {
  const decoder = config.object('added_tokens_decoder', {});
  return decoder.integerNames(idLimits).map((id) => addedToken(decoder.object(String(id)), id));
}

import { WordPiece } from '@huggingface/tokenizers';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { type AddedToken, AddedTokenFinder } from './addedTokens';
import { Normalizer, sourceRange } from './normalizer';
import type { TokenizerDescription } from './description';
import { readDescription } from './readFiles';
import { writeDescription } from './writeFiles';
import { eachWord } from './words';

/** A text as tokens, without [CLS] and [SEP]. The offsets are in UTF-16 units of the text given, ends exclusive. */
export interface Encoding {
  ids: number[];
  starts: number[];
  ends: number[];
}

export interface SpecialIds {
  pad: number;
  unk: number;
  cls: number;
  sep: number;
  mask: number;
}

/** So many different words are remembered with their ids before they are forgotten all at once. */
const mostRemembered = 200_000;

/**
 * The tokenizer of a BERT model: the same ids as `BertTokenizerFast` of `transformers` for the same files.
 *
 * Added tokens are found first, the text between them is normalized and split into words, each word into pieces of the
 * vocabulary. Normalizing and splitting are ours, since they must keep offsets; the pieces are the library's.
 */
export class Tokenizer {
  readonly special: SpecialIds;
  readonly vocabularySize: number;

  private readonly normalizer: Normalizer;
  private readonly inSource: AddedTokenFinder;
  private readonly inNormalized: AddedTokenFinder;
  private readonly wordPiece: WordPiece;
  private readonly idByToken: ReadonlyMap<string, number>;
  private readonly tokenById: readonly string[];
  private readonly remembered = new Map<string, readonly number[]>();

  constructor(readonly description: TokenizerDescription) {
    const { vocabulary, addedTokens, special } = description;
    this.normalizer = new Normalizer(description.normalizer);
    const finder = (tokens: readonly AddedToken[], formOf: (content: string) => string): AddedTokenFinder =>
      new AddedTokenFinder(tokens.map((token) => ({ form: formOf(token.content), token })));
    this.inSource = finder(
      addedTokens.filter((token) => !token.normalized),
      (content) => content,
    );
    this.inNormalized = finder(
      addedTokens.filter((token) => token.normalized),
      (content) => this.normalizer.normalize(content).text,
    );
    this.wordPiece = new WordPiece({
      type: 'WordPiece',
      vocab: Object.fromEntries(vocabulary),
      unk_token: special.unk,
      continuing_subword_prefix: description.continuingPrefix,
      max_input_chars_per_word: description.longestWord,
    });
    this.idByToken = allTokens(description);
    this.tokenById = byRow(this.idByToken);
    this.vocabularySize = this.tokenById.length;
    this.special = {
      pad: this.rowOf(special.pad),
      unk: this.rowOf(special.unk),
      cls: this.rowOf(special.cls),
      sep: this.rowOf(special.sep),
      mask: this.rowOf(special.mask),
    };
  }

  /** Special tokens written out in the text, such as `[MASK]`, become their ids. All pieces of a word share its range. */
  encode(text: string): Encoding {
    const encoding: Encoding = { ids: [], starts: [], ends: [] };
    this.eachPart(
      text,
      (id, start, end) => {
        append(encoding, [id], start, end);
      },
      (word, start, end) => {
        append(encoding, this.idsOfWord(word), start, end);
      },
    );
    return encoding;
  }

  /** The token of a row; empty for a row that no token has. */
  token(id: number): string {
    const token = this.tokenById[id];
    if (token === undefined) throw new RangeError(`No row ${id} in a vocabulary of ${this.vocabularySize}.`);
    return token;
  }

  /**
   * The characters that make words of the texts unknown, in order of first appearance, in the form that the model sees
   * (lower case, for instance). A word that is unknown because it is too long has none.
   */
  unknownCharacters(texts: Iterable<string>): string[] {
    const unknown = new Set<string>();
    const knownWords = new Set<string>();
    const inspect = (word: string): void => {
      if (knownWords.has(word)) return;
      if (knownWords.size >= mostRemembered) knownWords.clear();
      knownWords.add(word);
      if (!this.idsOfWord(word).includes(this.special.unk)) return;
      for (const character of this.charactersWithoutPiece(word)) unknown.add(character);
    };
    for (const text of texts) this.eachPart(text, () => undefined, inspect);
    return [...unknown];
  }

  /**
   * A tokenizer that encodes each of the characters as itself. One that had no row gets one at the end, in the order
   * given; one that had a row keeps it.
   *
   * A character that BERT sets apart (Chinese, punctuation) only needs its row. Any other, such as an emoji, would
   * still be unknown inside a word and so becomes an added token, which is found before words are looked at.
   *
   * @param characters single code points; those that normalization removes are passed over.
   */
  extendedBy(characters: readonly string[]): Tokenizer {
    // All tokens: behind added tokens that have no row in the vocabulary proper, other readers would renumber new ones.
    const vocabulary = allTokens(this.description);
    const addedTokens = [...this.description.addedTokens];
    let next = this.vocabularySize;
    for (const character of characters) {
      if (Array.from(character).length !== 1) throw new RangeError(`“${character}” is not one character.`);
      const standsAlone = this.standsAlone(character);
      const form = this.normalForm(character);
      const content = standsAlone ? form : this.composed(form);
      if (content === '') continue;
      const id = vocabulary.get(content) ?? next++;
      vocabulary.set(content, id);
      if (standsAlone || addedTokens.some((added) => added.content === content)) continue;
      addedTokens.push({
        content,
        id,
        special: false,
        normalized: true,
        singleWord: false,
        lstrip: false,
        rstrip: false,
      });
    }
    return new Tokenizer({ ...this.description, vocabulary, addedTokens });
  }

  /** Calls back with the added tokens and the normalized words of a text, in order, with their ranges in it. */
  private eachPart(
    text: string,
    onToken: (id: number, start: number, end: number) => void,
    onWord: (word: string, start: number, end: number) => void,
  ): void {
    for (const section of this.inSource.sections(text)) {
      if (section.id !== undefined) {
        onToken(section.id, section.start, section.end);
        continue;
      }
      const normal = this.normalizer.normalize(text, section.start, section.end);
      for (const part of this.inNormalized.sections(normal.text)) {
        if (part.id !== undefined) {
          const { start, end } = sourceRange(normal, part.start, part.end);
          onToken(part.id, start, end);
          continue;
        }
        eachWord(normal.text, part.start, part.end, (from, to) => {
          const { start, end } = sourceRange(normal, from, to);
          onWord(normal.text.slice(from, to), start, end);
        });
      }
    }
  }

  private idsOfWord(word: string): readonly number[] {
    let ids = this.remembered.get(word);
    if (ids === undefined) {
      ids = this.wordPiece.encode([word]).map((piece) => this.rowOf(piece));
      if (this.remembered.size >= mostRemembered) this.remembered.clear();
      this.remembered.set(word, ids);
    }
    return ids;
  }

  /**
   * The characters of a word at which WordPiece finds no piece. Once such a character has a token, that divides the
   * word, so what follows it is looked at as a word of its own.
   */
  private charactersWithoutPiece(word: string): string[] {
    const found: string[] = [];
    if (Array.from(word).length > this.description.longestWord) return found;
    for (let rest = word; rest !== '';) {
      const known = this.knownStart(rest);
      let end = 0;
      for (const character of this.composed(rest)) {
        end += this.normalForm(character).length;
        if (end <= known) continue;
        found.push(character);
        break;
      }
      rest = rest.slice(end);
    }
    return found;
  }

  /** How many UTF-16 units of a word, from its start, WordPiece finds pieces for. */
  private knownStart(word: string): number {
    const { vocabulary, continuingPrefix } = this.description;
    let start = 0;
    for (let end = word.length; end > start; end--) {
      if (vocabulary.has((start > 0 ? continuingPrefix : '') + word.slice(start, end))) {
        start = end;
        end = word.length + 1;
      }
    }
    return start;
  }

  private normalForm(character: string): string {
    return this.normalizer.normalize(character).text.trim();
  }

  /** Stripping accents takes a Korean syllable, for instance, apart; this puts it together again. */
  private composed(form: string): string {
    const { stripAccents, lowercase } = this.description.normalizer;
    return (stripAccents ?? lowercase) ? form.normalize('NFC') : form;
  }

  private standsAlone(character: string): boolean {
    let words = 0;
    const { text } = this.normalizer.normalize(`a${character}a`);
    eachWord(text, 0, text.length, () => words++);
    return words > 1;
  }

  private rowOf(token: string): number {
    const row = this.idByToken.get(token);
    if (row === undefined) throw new RangeError(`No token ${token} in the vocabulary.`);
    return row;
  }
}

/**
 * Reads `tokenizer.json`, else `vocab.txt` (with `tokenizer_config.json`), of a folder.
 *
 * @param mostRows of the model that it belongs to.
 * @throws UserError also when it has more.
 */
export async function readTokenizer(dir: string, mostRows = Infinity): Promise<Tokenizer> {
  const description = await readDescription(dir);
  const rows = rowCount(allTokens(description));
  if (rows > mostRows) {
    throw new UserError(
      l10n.t(
        'The tokenizer in {0} has {1} tokens, but the model only {2} rows for them.',
        dir,
        rows,
        mostRows,
      ),
    );
  }
  return new Tokenizer(description);
}

/** Writes `tokenizer.json`, `tokenizer_config.json` and `vocab.txt` into an existing folder, as `transformers` reads them. */
export async function writeTokenizer(dir: string, tokenizer: Tokenizer): Promise<void> {
  await writeDescription(dir, tokenizer.description);
}

function append(encoding: Encoding, ids: readonly number[], start: number, end: number): void {
  for (const id of ids) {
    encoding.ids.push(id);
    encoding.starts.push(start);
    encoding.ends.push(end);
  }
}

function allTokens({ vocabulary, addedTokens }: TokenizerDescription): Map<string, number> {
  const tokens = new Map(vocabulary);
  for (const { content, id } of addedTokens) tokens.set(content, id);
  return tokens;
}

function rowCount(tokens: ReadonlyMap<string, number>): number {
  let count = 0;
  for (const id of tokens.values()) count = Math.max(count, id + 1);
  return count;
}

function byRow(tokens: ReadonlyMap<string, number>): string[] {
  const rows = new Array<string>(rowCount(tokens)).fill('');
  for (const [token, id] of tokens) rows[id] = token;
  return rows;
}

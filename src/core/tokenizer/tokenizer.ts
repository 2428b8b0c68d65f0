import { WordPiece } from '@huggingface/tokenizers';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { allTokens, rowCount, type TokenizerDescription } from './description';
import { readDescription } from './readFiles';
import { Segmenter } from './segmenter';
import { writeDescription } from './writeFiles';

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
 * A text is divided into words, which is ours, since it must keep offsets, and each word into pieces of the vocabulary,
 * which is the library's.
 */
export class Tokenizer {
  readonly special: SpecialIds;
  readonly vocabularySize: number;
  readonly segmenter: Segmenter;

  private readonly wordPiece: WordPiece;
  private readonly idByToken: ReadonlyMap<string, number>;
  private readonly tokenById: readonly string[];
  private readonly remembered = new Map<string, readonly number[]>();

  constructor(readonly description: TokenizerDescription) {
    const { vocabulary, special } = description;
    this.segmenter = new Segmenter(description);
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
    this.segmenter.eachPart(
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

  /** Whether there are pieces for all of a normalized word. */
  knows(word: string): boolean {
    return !this.idsOfWord(word).includes(this.special.unk);
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

function byRow(tokens: ReadonlyMap<string, number>): string[] {
  const rows = new Array<string>(rowCount(tokens)).fill('');
  for (const [token, id] of tokens) rows[id] = token;
  return rows;
}

import { Tokenizer, type Tokens } from 'marked';

/** Characters of a text that are looked through for the ends of marks which have none. No paragraph needs as many. */
const mostInVain = 10_000_000;

/** Characters among which the end of a plain text or an address is looked for; few addresses are longer. */
const farthest = 2048;

/** Cells of a table, which the library adds to each row until it has as many as the first: a small text may have billions. */
const mostCells = 200_000;

/** Quotations and lists within each other that begin in one line; the library's time grows with the cube of their number. */
const tooMany = /^(?:[ \t]*(?:>|(?:[*+-]|\d{1,9}[.)])(?=[ \t]))){200}/u;

/**
 * Characters of quotations and lists, which count again for each that they are in, and for each time that they are read.
 * The library reads a quotation twice for each of its lines that has fewer marks than the one before, within each other:
 * the last of thirty such lines a billion times.
 */
const mostNested = 10_000_000;

/** What stands below the head of every table. */
const delimiterRow = /^[-:| ]*[:|][-:| ]*$/u;

/** Reads Markdown as the library does, in a time that does not grow with the square of a text's length. */
export class BoundedTokenizer extends Tokenizer {
  private within = '';
  private inVain = 0;
  private nested = 0;

  /** @throws RangeError for quotations and lists that are nested so that reading them would not end. */
  override blockquote(src: string): Tokens.Blockquote | undefined {
    return this.nesting(src, () => super.blockquote(src));
  }

  /** @throws RangeError as for quotations. */
  override list(src: string): Tokens.List | undefined {
    return this.nesting(src, () => super.list(src));
  }

  override emStrong(src: string, text: string, before?: string): Tokens.Em | Tokens.Strong | undefined {
    return /^(?:\*+[^*\s]|_+[^_\s])/u.test(src)
      ? this.bounded(src, text, () => super.emStrong(src, text, before))
      : undefined;
  }

  override del(src: string, text: string, before?: string): Tokens.Del | undefined {
    return /^~+[^~\s]/u.test(src) ? this.bounded(src, text, () => super.del(src, text, before)) : undefined;
  }

  override table(src: string): Tokens.Table | undefined {
    const [head = '', delimiters = ''] = src.split('\n', 2);
    if (!delimiterRow.test(delimiters)) return undefined;
    const [table = ''] = src.split(/\n[ \t]*\n/u, 1);
    const cells = head.split('|').length * table.split('\n').length;
    return cells > mostCells ? undefined : super.table(src);
  }

  override url(src: string): Tokens.Link | undefined {
    return super.url(src.slice(0, farthest));
  }

  override inlineText(src: string): Tokens.Text | undefined {
    return super.inlineText(src.slice(0, farthest));
  }

  private nesting<T extends Tokens.Generic>(src: string, read: () => T | undefined): T | undefined {
    if (this.nested > mostNested || tooMany.test(src))
      throw new RangeError('Quotations or lists are nested too deeply.');
    const found = read();
    this.nested += found?.raw.length ?? 0;
    return found;
  }

  /** Behind many marks that do not end in the same text, none opens anything. */
  private bounded<T>(src: string, text: string, read: () => T | undefined): T | undefined {
    if (text !== this.within) {
      this.within = text;
      this.inVain = 0;
    }
    if (this.inVain > mostInVain) return undefined;
    const found = read();
    if (!found) this.inVain += src.length;
    return found;
  }
}

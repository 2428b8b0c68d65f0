import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { tooLong } from './lines';
import { decisive, endOfQuotes, endOfQuotesBetweenTabs, type EndOfQuotes } from './quotedCells';
import { lineEnd, RowSoFar } from './rowSoFar';
import { longestStretch } from './textItem';

/** A row of a table. */
export interface TableRow {
  /** The line on which it starts, counted from 1. */
  line: number;
  cells: string[];
}

export type Separator = ',' | ';' | '\t';

/**
 * The rows of separated values, but for empty ones.
 *
 * @throws UserError for a quotation mark that is never closed, for a row of millions of characters, and for one that has
 * not as many cells as the first.
 */
export async function* tableRows(
  text: AsyncIterable<string>,
  separator: Separator,
  name: string,
): AsyncGenerator<TableRow> {
  const reader = new RowReader(separator, name);
  for await (const piece of text) yield* reader.read(piece);
  yield* reader.end();
}

/** A row as it stands in a text. */
interface RowFound {
  cells: string[];
  /** The offset behind its line's end. */
  end: number;
  /** The offset of a quotation mark in it that is not closed. */
  unclosed?: number;
}

/** Holds no more of the text than a row and what decides where that ends. */
class RowReader {
  /** What has not been read yet, from a row's beginning on. */
  private text = '';
  private line = 1;
  private columns: number | undefined;
  private readonly cellEnd: RegExp;
  private readonly endOfQuotes: EndOfQuotes;

  constructor(
    private readonly separator: Separator,
    private readonly name: string,
  ) {
    this.cellEnd = new RegExp(`${separator}|${lineEnd.source}`, 'gu');
    this.endOfQuotes = separator === '\t' ? endOfQuotesBetweenTabs : endOfQuotes;
  }

  /** The rows that nothing to come can change. */
  *read(piece: string): Generator<TableRow> {
    this.text += piece;
    yield* this.rowsUpTo(this.text.length - decisive);
  }

  *end(): Generator<TableRow> {
    yield* this.rowsUpTo(this.text.length);
  }

  private *rowsUpTo(limit: number): Generator<TableRow> {
    let start = 0;
    while (start < limit) {
      const { cells, end, unclosed } = this.rowAt(start);
      const isTooLong = end - start > longestStretch;
      if (end > limit && !isTooLong) break;
      if (unclosed !== undefined) throw neverClosed(this.name, this.line + this.lineEnds(start, unclosed));
      if (isTooLong) throw tooLong(this.name, this.line);
      const isBlank = this.text.slice(start, end).trim() === '' || cells.every((cell) => cell === '');
      if (!isBlank) yield this.checked(cells);
      this.line += this.lineEnds(start, end);
      start = end;
    }
    this.text = this.text.slice(start);
  }

  private rowAt(start: number): RowFound {
    const row = new RowSoFar(this.text, start, this.columns);
    const cells: string[] = [];
    for (let at = start; ;) {
      const quotedEnd = this.endOfQuotes(this.text, at, row);
      const { index: end, mark } = this.nextMark(quotedEnd ?? at);
      if (quotedEnd === Infinity) return { cells, end, unclosed: at };
      const written = this.text.slice(at, end);
      cells.push(quotedEnd === end ? written.slice(1, -1).replaceAll('""', '"') : written);
      at = end + mark.length;
      if (mark !== this.separator) return { cells, end: at };
    }
  }

  /** What ends the cell that an offset is in: a separator, a line's end, or nothing at the end of the text. */
  private nextMark(from: number): { index: number; mark: string } {
    this.cellEnd.lastIndex = from;
    const match = this.cellEnd.exec(this.text);
    return { index: match?.index ?? this.text.length, mark: match?.[0] ?? '' };
  }

  private lineEnds(start: number, end: number): number {
    return this.text.slice(start, end).split(lineEnd).length - 1;
  }

  private checked(cells: string[]): TableRow {
    this.columns ??= cells.length;
    if (cells.length !== this.columns) throw otherColumns(this.name, this.line, this.separator);
    return { line: this.line, cells };
  }
}

function neverClosed(name: string, line: number): UserError {
  return new UserError(
    l10n.t('In “{0}” a quotation mark opens that is never closed; see line {1}.', name, line),
  );
}

function otherColumns(name: string, line: number, separator: Separator): UserError {
  switch (separator) {
    case ',':
      return new UserError(
        l10n.t(
          'Line {1} of “{0}” has another number of columns than the lines above. Put text that has a comma in it in quotation marks.',
          name,
          line,
        ),
      );
    case ';':
      return new UserError(
        l10n.t(
          'Line {1} of “{0}” has another number of columns than the lines above. Put text that has a semicolon in it in quotation marks.',
          name,
          line,
        ),
      );
    case '\t':
      return new UserError(
        l10n.t(
          'Line {1} of “{0}” has another number of columns than the lines above. Put as many tabs into it as into the first line.',
          name,
          line,
        ),
      );
  }
}

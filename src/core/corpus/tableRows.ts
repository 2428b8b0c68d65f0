import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { tooLong } from './lines';
import { decisive, endOfQuotedCell, lineEnd, type RowSoFar } from './quotedCells';
import { longestStretch } from './textItem';

/** A row of a table. */
export interface TableRow {
  /** The line on which it starts, counted from 1. */
  line: number;
  cells: string[];
}

/**
 * The rows of tab-separated values, but for empty ones.
 *
 * @throws UserError for a row of millions of characters, and for one that has not as many cells as the first.
 */
export async function* tabSeparatedRows(text: AsyncIterable<string>, name: string): AsyncGenerator<TableRow> {
  const reader = new RowReader(name);
  for await (const piece of text) yield* reader.read(piece);
  yield* reader.end();
}

/** Holds no more of the text than a row and what decides where that ends. */
class RowReader {
  /** What has not been read yet, from a row's beginning on. */
  private text = '';
  private line = 1;
  private columns: number | undefined;

  constructor(private readonly name: string) {}

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
      const { cells, end } = rowAt(this.text, { start, columns: this.columns });
      if (end - start > longestStretch) throw tooLong(this.name, this.line);
      if (end > limit) break;
      if (cells.some((cell) => cell !== '')) yield this.checked(cells);
      this.line += this.text.slice(start, end).split(lineEnd).length - 1;
      start = end;
    }
    this.text = this.text.slice(start);
  }

  private checked(cells: string[]): TableRow {
    this.columns ??= cells.length;
    if (cells.length !== this.columns) throw otherColumns(this.name, this.line);
    return { line: this.line, cells };
  }
}

/** The cells of a row, and the offset behind its line's end. */
function rowAt(text: string, row: RowSoFar): { cells: string[]; end: number } {
  const cells: string[] = [];
  for (let at = row.start; ;) {
    const quotedEnd = endOfQuotedCell(text, at, row);
    const { index: end, mark } = nextMark(text, quotedEnd ?? at);
    const written = text.slice(at, end);
    cells.push(quotedEnd === undefined ? written : written.slice(1, -1).replaceAll('""', '"'));
    at = end + mark.length;
    if (mark !== '\t') return { cells, end: at };
  }
}

const cellEnd = new RegExp(`\t|${lineEnd.source}`, 'gu');

/** What ends the cell that an offset is in: a tab, a line's end, or nothing at the end of the text. */
function nextMark(text: string, from: number): { index: number; mark: string } {
  cellEnd.lastIndex = from;
  const match = cellEnd.exec(text);
  return { index: match?.index ?? text.length, mark: match?.[0] ?? '' };
}

export function otherColumns(name: string, line: number, cause?: unknown): UserError {
  return new UserError(
    l10n.t(
      'Line {1} of “{0}” has another number of columns than the lines above. Put text that has a comma in it in quotation marks.',
      name,
      line,
    ),
    cause,
  );
}

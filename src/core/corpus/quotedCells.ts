import type { RowSoFar } from './rowSoFar';

const lineEndOrTab = /[\r\n\t]/u;

/**
 * The offset behind the quoted part of the cell that begins at an offset; none if it is not quoted, `Infinity` if the
 * text ends within it.
 */
export type EndOfQuotes = (text: string, cell: number, row: RowSoFar) => number | undefined;

/** Between commas or semicolons: up to the next quotation mark that is not doubled (RFC 4180). */
export const endOfQuotes: EndOfQuotes = (text, cell) => {
  if (text[cell] !== '"') return undefined;
  let mark = text.indexOf('"', cell + 1);
  while (mark >= 0 && text[mark + 1] === '"') mark = text.indexOf('"', mark + 2);
  return mark < 0 ? Infinity : mark + 1;
};

const excelCell = /"(?:[^"]|""){0,32767}"(?![^\t\r\n])/y;

/** The characters from a cell's beginning on that decide whether it is quoted: Excel's longest, all doubled, and its end. */
export const decisive = 2 * 32_767 + 4;

/**
 * Between tabs a quotation mark is a character (https://www.iana.org/assignments/media-types/text/tab-separated-values),
 * but Excel quotes cells that have such marks, tabs or line ends in them. A cell is quoted if it is as Excel writes it:
 * its last mark stands right before a tab or the line's end, the marks within are doubled, and it has no more than the
 * 32,767 characters that fit into a cell of Excel. Two marks that do not belong together can stand like that; so it is
 * not quoted if each line from the row's beginning to the last mark is a row by itself, of as many cells as the first.
 */
export const endOfQuotesBetweenTabs: EndOfQuotes = (text, cell, row) => {
  excelCell.lastIndex = cell;
  const written = excelCell.exec(text)?.[0];
  if (written === undefined) return undefined;
  const end = cell + written.length;
  return lineEndOrTab.test(written) && row.hasRowsUpTo(end) ? undefined : end;
};

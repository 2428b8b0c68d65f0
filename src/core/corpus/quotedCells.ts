/** Where a row begins, and how many cells the first row of the table has, once that is known. */
export interface RowSoFar {
  start: number;
  columns: number | undefined;
}

export const lineEnd = /\r\n|\r|\n/u;
const lineEndOrTab = /[\r\n\t]/u;

const excelCell = /"(?:[^"]|""){0,32767}"(?![^\t\r\n])/y;

/** The characters from a cell's beginning on that decide whether it is quoted: the longest, all doubled, and its end. */
export const decisive = 2 * 32_767 + 4;

/**
 * The offset behind the quoted cell that begins at an offset between tabs; none if it is not quoted.
 *
 * Between tabs a quotation mark is a character (https://www.iana.org/assignments/media-types/text/tab-separated-values),
 * but Excel quotes cells that have such marks, tabs or line ends in them. A cell is quoted if it is as Excel writes it:
 * its last mark stands right before a tab or the line's end, the marks within are doubled, and it has no more than the
 * 32,767 characters that fit into a cell of Excel. Two marks that do not belong together can stand like that; so it is
 * not quoted if each line from the row's beginning to the last mark is a row by itself, of as many cells as the first.
 */
export function endOfQuotedCell(text: string, cell: number, row: RowSoFar): number | undefined {
  excelCell.lastIndex = cell;
  const written = excelCell.exec(text)?.[0];
  if (written === undefined) return undefined;
  const end = cell + written.length;
  return lineEndOrTab.test(written) && areRows(linesBetween(text, row.start, end), row.columns)
    ? undefined
    : end;
}

function areRows(lines: readonly string[], columns: number | undefined): boolean {
  return lines.every((line) => line.split('\t').length === columns);
}

/** The lines from an offset on, up to the one in which the other offset is. */
function linesBetween(text: string, start: number, end: number): string[] {
  const [rest = ''] = text.slice(end).split(lineEnd, 1);
  return text.slice(start, end + rest.length).split(lineEnd);
}

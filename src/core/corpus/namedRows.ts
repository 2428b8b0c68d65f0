import { isOneWord } from '../segmenter';
import { isChinese } from './clean';
import { isNamedAsGlossary } from './glossary';
import type { TableRow } from './tableRows';
import { isNamedAsText } from './fieldNames';

/** A row of values, and what their columns are called. */
export interface NamedRow extends TableRow {
  columns: readonly string[];
}

type Cells = readonly string[];

/** The rows of a table that are values; the first one may name the columns, or else they are numbered. */
export async function* namedRows(rows: AsyncIterable<TableRow>): AsyncGenerator<NamedRow> {
  let first: TableRow | undefined;
  let columns: readonly string[] | undefined;
  for await (const row of rows) {
    if (first === undefined) {
      first = row;
      continue;
    }
    if (columns === undefined) {
      columns = yield* begin(first, row);
    }
    yield { ...row, columns };
  }
  if (first !== undefined && columns === undefined) yield* begin(first);
}

/** Passes the first row on if it has values. @returns what the columns are called */
function* begin(first: TableRow, next?: TableRow): Generator<NamedRow, readonly string[]> {
  const role = roleOf(first.cells, next?.cells);
  const columns = columnsOf(first.cells, role);
  if (role !== 'names') yield { ...first, columns };
  return columns;
}

/** Where it can't be told, a first row is read as both: to learn a column's name does less harm than to lose a record. */
type Role = 'names' | 'values' | 'either';

function columnsOf(first: Cells, role: Role): string[] {
  return first.map((cell, index) => (role === 'values' ? String(index + 1) : cell.trim()));
}

/** @param next the row below it, if there is one. */
function roleOf(first: Cells, next?: Cells): Role {
  if (first.some((cell) => isNamedAsText(cell) || isNamedAsGlossary(cell))) return 'names';
  if (first.some(isSentence)) return 'values';
  return isUnlike(first, next ?? first) || !first.some(isChinese) ? 'names' : 'either';
}

/** Whether a row differs from the next as names of columns do from values. */
function isUnlike(first: Cells, next: Cells): boolean {
  const hasOtherScript = first.some((cell, index) => isChinese(cell) && !isChinese(next[index] ?? ''));
  const isWordAboveSentence = first.length === 1 && next.some(isSentence);
  return hasOtherScript || isWordAboveSentence || (areWords(first) && !areWords(next));
}

function isSentence(cell: string): boolean {
  return isChinese(cell) && /.{9}|[，。！？；]/u.test(cell);
}

/** Whether all that is Chinese are words that a dictionary has, as names of columns mostly are. */
function areWords(cells: Cells): boolean {
  return cells.filter(isChinese).every(isOneWord);
}

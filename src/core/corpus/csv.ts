import { pipeline, Readable } from 'node:stream';
import * as l10n from '@vscode/l10n';
import { CsvError, parse } from 'csv-parse';
import { UserError } from '../errors';
import { isChinese } from './clean';
import { tooLong } from './lines';
import { withFirstPiece } from './pieces';
import { otherColumns, tabSeparatedRows, type TableRow } from './tableRows';
import { isNamedAsText, noTextField, TextFieldFinder } from './textFields';
import { longestStretch, type TextItem, type TextReader } from './textItem';

/**
 * Separated values, one record a line, the first of which names the columns (or does not: then they are numbered). What
 * separates them shows in the first line, whatever the file is called.
 */
export const readCsv: TextReader = (text, name) => readTable(text, name, [',', '\t', ';']);

/** The same; a single column, which nothing separates, is read by the rules for tabs, where a comma is a character. */
export const readTsv: TextReader = (text, name) => readTable(text, name, ['\t', ',', ';']);

async function* readTable(
  text: AsyncIterable<string>,
  name: string,
  separators: readonly string[],
): AsyncGenerator<TextItem> {
  const finder = new TextFieldFinder();
  let columns: string[] | undefined;
  for await (const { line, cells } of rowsOf(text, name, separators)) {
    if (columns === undefined) {
      const named = isHeader(cells);
      columns = cells.map((cell, index) => (named ? cell.trim() : String(index + 1)));
      for (const column of columns) finder.mention(column);
      if (named) continue;
    }
    for (const [index, cell] of cells.entries()) {
      yield* finder.add({ field: columns[index] ?? '', text: cell, line });
    }
  }
  yield* finder.end();
  if (!finder.found) throw noTextField(name, finder.fields);
}

/** A first row is a header unless there is a sentence in it; a column named as text always is one. */
function isHeader(cells: readonly string[]): boolean {
  return (
    cells.some(isNamedAsText) || !cells.some((cell) => isChinese(cell) && /.{9}|[，。！？；]/u.test(cell))
  );
}

async function* rowsOf(
  text: AsyncIterable<string>,
  name: string,
  separators: readonly string[],
): AsyncGenerator<TableRow> {
  const { first, whole } = await withFirstPiece(text);
  const separator = separatorOf(first, separators);
  if (separator === '\t') yield* tabSeparatedRows(whole, name);
  else yield* csvRows(whole, separator, name);
}

async function* csvRows(
  text: AsyncIterable<string>,
  separator: string,
  name: string,
): AsyncGenerator<TableRow> {
  const parser = parse({
    delimiter: separator,
    relax_quotes: true,
    skip_empty_lines: true,
    info: true,
    max_record_size: longestStretch,
  });
  // What goes wrong in the source goes wrong in the parser, whose iteration below throws it.
  pipeline(Readable.from(text), parser, () => undefined);
  try {
    let line = 1;
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      yield { line, cells: record };
      line = info.lines + 1;
    }
  } catch (error) {
    throw error instanceof CsvError ? brokenCsv(error, name) : error;
  }
}

/** The one that divides the first line the most, the first of those that divide it alike. */
function separatorOf(first: string, separators: readonly string[]): string {
  const [firstLine = ''] = first.trimStart().split(/[\r\n]/u, 1);
  const frequency = (separator: string): number => firstLine.split(separator).length;
  return separators.reduce((best, next) => (frequency(next) > frequency(best) ? next : best));
}

function brokenCsv(error: CsvError, name: string): UserError {
  const line = typeof error.lines === 'number' ? error.lines : 1;
  switch (error.code) {
    case 'CSV_MAX_RECORD_SIZE':
      return tooLong(name, line);
    case 'CSV_QUOTE_NOT_CLOSED':
      return new UserError(
        l10n.t('In “{0}” a quotation mark opens that is never closed; see line {1}.', name, line),
        error,
      );
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
      return otherColumns(name, line, error);
    default:
      return new UserError(l10n.t('Line {1} of “{0}” is not a proper row of a table.', name, line), error);
  }
}

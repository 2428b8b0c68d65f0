import { pipeline, Readable } from 'node:stream';
import * as l10n from '@vscode/l10n';
import { CsvError, parse } from 'csv-parse';
import { UserError } from '../errors';
import { isChinese } from './clean';
import { tooLong } from './lines';
import { withFirstPiece } from './pieces';
import { isNamedAsText, noTextField, TextFieldFinder } from './textFields';
import { longestStretch, type TextItem } from './textItem';

/** Separated values, one record a line, the first of which names the columns (or does not: then they are numbered). */
export async function* readCsv(text: AsyncIterable<string>, name: string): AsyncGenerator<TextItem> {
  const finder = new TextFieldFinder();
  let columns: string[] | undefined;
  for await (const { line, cells } of recordsOf(text, name)) {
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

interface CsvRecord {
  line: number;
  cells: string[];
}

async function* recordsOf(text: AsyncIterable<string>, name: string): AsyncGenerator<CsvRecord> {
  const { first, whole } = await withFirstPiece(text);
  const parser = parse({
    delimiter: separatorOf(first),
    relax_quotes: true,
    skip_empty_lines: true,
    info: true,
    max_record_size: longestStretch,
  });
  // What goes wrong in the source goes wrong in the parser, whose iteration below throws it.
  pipeline(Readable.from(whole), parser, () => undefined);
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

/** Of the usual separators the one that divides the first line the most. */
function separatorOf(first: string): string {
  const [firstLine = ''] = first.trimStart().split(/[\r\n]/u, 1);
  const frequency = (separator: string): number => firstLine.split(separator).length;
  return [',', '\t', ';'].reduce((best, next) => (frequency(next) > frequency(best) ? next : best));
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
      return new UserError(
        l10n.t(
          'Line {1} of “{0}” has another number of columns than the lines above. Put text that has a comma in it in quotation marks.',
          name,
          line,
        ),
        error,
      );
    default:
      return new UserError(l10n.t('Line {1} of “{0}” is not a proper row of a table.', name, line), error);
  }
}

import { withFirstPiece } from './firstPiece';
import { namedRows } from './namedRows';
import { tableRows, type Separator } from './tableRows';
import { noTextField, TextFieldFinder } from './textFields';
import type { TextItem, TextReader } from './textItem';

/** Separated values, one record a line. What separates them shows in the first line, whatever the file is called. */
export const readCsv: TextReader = (text, name) => readTable(text, name, [',', '\t', ';']);

/** The same; a single column, which nothing separates, is read by the rules for tabs, where a comma is a character. */
export const readTsv: TextReader = (text, name) => readTable(text, name, ['\t', ',', ';']);

async function* readTable(
  text: AsyncIterable<string>,
  name: string,
  separators: readonly Separator[],
): AsyncGenerator<TextItem> {
  const { first, whole } = await withFirstPiece(text);
  const finder = new TextFieldFinder();
  const rows = tableRows(whole, separatorOf(first, separators), name);
  for await (const { line, cells, columns } of namedRows(rows)) {
    for (const [index, cell] of cells.entries()) {
      yield* finder.add({ record: line, field: columns[index] ?? '', text: cell, line });
    }
  }
  yield* finder.end();
  if (!finder.found) throw noTextField(name, finder.fields);
}

/** The one that divides the first line the most, the first of those that divide it alike. */
function separatorOf(first: string, separators: readonly Separator[]): Separator {
  const [firstLine = ''] = first.trimStart().split(/[\r\n]/u, 1);
  const frequency = (separator: string): number => firstLine.split(separator).length;
  return separators.reduce((best, next) => (frequency(next) > frequency(best) ? next : best));
}

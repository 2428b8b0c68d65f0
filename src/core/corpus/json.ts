import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { Columns, type Column } from './columns';
import { withFirstPiece } from './firstPiece';
import { readJsonValues, type JsonLeaf } from './jsonValues';
import { isNamedAsText } from './fieldNames';
import { noTextField, TextFieldFinder } from './textFields';
import { namesHeldOut, namesPart, type TextItem } from './textItem';
import { joinTokens } from './tokenLists';

/**
 * JSON of any of the shapes that people keep sentences in: arrays of strings, arrays of objects with a text field,
 * either of them under keys such as `data`, or `train` and `test`; columns (`{"text": […], "label": […]}`); a single
 * object; deeper nesting of these; sentences as lists of their characters. Files named .json that hold one value a
 * line are read as the JSON Lines they are.
 */
export async function* readJson(text: AsyncIterable<string>, name: string): AsyncGenerator<TextItem> {
  const { first, whole } = await withFirstPiece(text, showsWhetherJsonLines);
  yield* itemsOf(readJsonValues(whole, name), name, looksLikeJsonLines(first));
}

/** JSON Lines: one value a line, as if the lines were the items of an array. */
export async function* readJsonLines(text: AsyncIterable<string>, name: string): AsyncGenerator<TextItem> {
  yield* itemsOf(readJsonValues(text, name), name, true);
}

/** Characters of a text that are held to see whether it has a value in each line. Few novels are as long. */
const longestFirstLine = 500_000;

/** A line may be as long as a book is: that it is one shows in what follows it. */
function showsWhetherJsonLines(first: string): boolean {
  const text = first.trimStart();
  const end = text.indexOf('\n');
  return (
    first.length > longestFirstLine || !/^["{]/u.test(text) || (end >= 0 && text.slice(end).trim() !== '')
  );
}

/** A first line that is a value of its own, with something behind it. */
function looksLikeJsonLines(first: string): boolean {
  const [line = '', ...more] = first.trimStart().split('\n');
  return /^\s*["{]/u.test(line) && more.some((other) => other.trim() !== '') && isJson(line);
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Strings that stand in like places are a group (`train[]`, `data[].…`: the path as far as the first array), and each
 * group has its own fields. What is in no array is a record of its own and counts where no array has text in it,
 * or where its fields are named as text. Nor does a column count beside one that is named better.
 */
async function* itemsOf(
  leaves: AsyncIterable<JsonLeaf>,
  name: string,
  valuesAreItems: boolean,
): AsyncGenerator<TextItem> {
  const groups = new Map<string, Group>();
  const columns = new Columns();
  for await (const { path, text, line, valueNumber, itemNumber } of joinTokens(leaves)) {
    if (valueNumber > 1 && !valuesAreItems) throw secondValue(name, line);
    const { group, field, heldOut, column } = placeOf(valuesAreItems ? ['[]', ...path] : path);
    let finder = groups.get(group)?.finder;
    if (finder === undefined) {
      finder = new TextFieldFinder(heldOut);
      groups.set(group, { finder, column });
    }
    if (column !== undefined && text !== undefined) columns.meet(column, text);
    const record = valuesAreItems ? valueNumber : itemNumber;
    if (text === undefined) finder.meetOther({ record, field, line });
    else if (column !== undefined && columns.hasBetter(column)) continue;
    else yield* finder.add({ record, field, text, line });
  }
  const outside = groups.get('')?.finder;
  groups.delete('');
  for (const { finder, column } of groups.values()) {
    if (column === undefined || !columns.hasBetter(column)) yield* finder.end();
  }
  const found = [...groups.values()].some(({ finder }) => finder.found);
  if (outside !== undefined && (!found || outside.fields.some(isNamedAsText))) yield* outside.end();
  if (found || outside?.found === true) return;
  const finders = [
    ...[...groups.values()].map(({ finder }) => finder),
    ...(outside === undefined ? [] : [outside]),
  ];
  throw noTextField(
    name,
    finders.flatMap(({ fields }) => fields),
  );
}

interface Group {
  finder: TextFieldFinder;
  /** Of strings that are an array's items themselves. */
  column: Column | undefined;
}

interface Place {
  group: string;
  field: string;
  heldOut: boolean;
  column: Column | undefined;
}

/** `{"train": […]}`, `{"data": {"test": […]}}` and `[{"text": …}, …]` alike. */
function placeOf(path: readonly string[]): Place {
  const end = path.indexOf('[]') + 1;
  const group = path.slice(0, end);
  const field = path
    .slice(end)
    .filter((step) => step !== '[]')
    .join('.');
  return {
    group: group.join('.'),
    field,
    heldOut: group.some(namesHeldOut),
    column: field === '' ? columnAt(group) : undefined,
  };
}

/** Nothing for an array that is a part of a corpus, or in no object. */
function columnAt(group: readonly string[]): Column | undefined {
  const name = group.at(-2);
  return name === undefined || namesPart(name) ? undefined : { object: group.slice(0, -2).join('.'), name };
}

function secondValue(name: string, line: number): UserError {
  return new UserError(
    l10n.t(
      '“{0}” is not proper JSON: a second value begins at line {1}. Put the values into one array.',
      name,
      line,
    ),
  );
}

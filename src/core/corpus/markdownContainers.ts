/** What blocks of Markdown stand in: a quotation, or a list's item with the columns by which its lines are indented. */
export type Container = 'quotation' | number;

/** A line whose leading tabs have become spaces. */
export interface PlacedLine {
  /** What it stands in, from the outside in. */
  containers: readonly Container[];
  /** The marks and spaces of these containers. */
  marks: string;
  /** What is behind them. */
  content: string;
}

/** Containers within each other up to which they are told apart. */
const deepest = 100;

/** The containers that a line is in: those of the line before that it continues, and those that it opens. */
export function placeOf(line: string, open: readonly Container[]): PlacedLine {
  const place = continuing(line, open);
  const containers = [...place.containers];
  let { content } = place;
  while (containers.length < deepest) {
    const opened = openedBy(content);
    if (opened === undefined) break;
    containers.push(opened.container);
    content = content.slice(opened.width);
  }
  const marks = place.marks + place.content.slice(0, place.content.length - content.length);
  return { containers, marks, content };
}

/** The containers of the line before that a line continues. */
export function continuing(line: string, open: readonly Container[]): PlacedLine {
  const spaced = withoutTabs(line);
  let content = spaced;
  let depth = 0;
  for (const container of open) {
    const width = continuedBy(content, container);
    if (width === undefined) break;
    content = content.slice(width);
    depth++;
  }
  return {
    containers: open.slice(0, depth),
    marks: spaced.slice(0, spaced.length - content.length),
    content,
  };
}

/** A tab among the marks at the beginning goes to the next column that is a multiple of four. */
function withoutTabs(line: string): string {
  return line.replace(/^[\s>*+\-\d.)]*\t/u, (marks) =>
    marks.replace(/[^\t]*\t/gu, (piece) => {
      const columns = piece.length - 1;
      return piece.slice(0, -1).padEnd(columns - (columns % 4) + 4);
    }),
  );
}

const quotationMark = /^ {0,3}> ?/u;
const itemMark = /^( {0,3}(?:[*+-]|\d{1,9}[.)]))( *)/u;

/** How many characters of a line continue a container (none of an empty line in a list item); undefined if it ends. */
function continuedBy(content: string, container: Container): number | undefined {
  if (content === '') return container === 'quotation' ? undefined : 0;
  if (container === 'quotation') return quotationMark.exec(content)?.[0].length;
  const indentation = /^ */u.exec(content)?.[0].length ?? 0;
  if (content.trim() === '') return Math.min(container, indentation);
  return indentation < container ? undefined : container;
}

function openedBy(content: string): { container: Container; width: number } | undefined {
  const quotation = quotationMark.exec(content)?.[0];
  if (quotation !== undefined) return { container: 'quotation', width: quotation.length };
  const [item = '', mark = '', spaces = ''] = itemMark.exec(content) ?? [];
  const isEmpty = item.length === content.length;
  if (item === '' || (spaces === '' && !isEmpty)) return undefined;
  // After more than four spaces, the item begins with indented code, to which all spaces but one belong.
  const container = mark.length + (isEmpty || spaces.length > 4 ? 1 : spaces.length);
  return { container, width: Math.min(container, item.length) };
}

/** What blocks of Markdown stand in: a quotation, or a list's item with the columns by which its lines are indented. */
export type Container = 'quotation' | number;

/** A line, its tabs in front made spaces. */
export interface PlacedLine {
  /** What it stands in, from the outside in. */
  containers: readonly Container[];
  /** Marks and spaces that say so. */
  marks: string;
  /** What is behind them. */
  content: string;
}

/** Containers within each other up to which they are told apart. */
const deepest = 100;

/** Where a line stands, be it in the containers of the line before or in new ones. */
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

/** The same, looking for no new containers. */
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

/** Where a tab among the marks at the beginning ends is the next column that four divides. */
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

/** How many characters say that a container goes on; none do in an empty line of an item. */
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
  // Four more spaces are of what is in the item: code.
  const container = mark.length + (isEmpty || spaces.length > 4 ? 1 : spaces.length);
  return { container, width: Math.min(container, item.length) };
}

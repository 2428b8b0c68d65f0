export const lineEnd = /\r\n|\r|\n/u;
const nextLineEnd = new RegExp(lineEnd, 'gu');

/** The lines from the beginning of a row that is being read. Each is looked at only once. */
export class RowSoFar {
  /** Where the last line ends up to which each is a row by itself. */
  private rowsEnd: number;
  /** Where the next line begins; undefined after a line that is no row. */
  private next: number | undefined;

  /** @param columns how many cells the first row of the table has, once that is known. */
  constructor(
    private readonly text: string,
    start: number,
    private readonly columns: number | undefined,
  ) {
    this.rowsEnd = this.next = start;
  }

  /** Whether each line up to the one that an offset is in is a row by itself, of as many cells as the first. */
  hasRowsUpTo(offset: number): boolean {
    while (this.rowsEnd < offset && this.next !== undefined) this.lookAtLine(this.next);
    return this.rowsEnd >= offset;
  }

  private lookAtLine(start: number): void {
    nextLineEnd.lastIndex = start;
    const match = nextLineEnd.exec(this.text);
    const end = match?.index ?? this.text.length;
    const isRow = this.text.slice(start, end).split('\t').length === this.columns;
    if (isRow) this.rowsEnd = end;
    this.next = isRow && match ? end + match[0].length : undefined;
  }
}

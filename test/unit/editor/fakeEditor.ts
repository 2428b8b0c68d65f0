/** A document, editors of it, and what a person does to them, in the place of those of VS Code. */

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}

  isBefore({ line, character }: Position): boolean {
    return this.line < line || (this.line === line && this.character < character);
  }

  compareTo({ line, character }: Position): number {
    return this.line - line || this.character - character;
  }

  isEqual({ line, character }: Position): boolean {
    return this.line === line && this.character === character;
  }

  translate(lines: number, characters = 0): Position {
    return new Position(this.line + lines, this.character + characters);
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;

  constructor(...ends: [Position, Position] | [number, number, number, number]) {
    if (ends.length === 2) [this.start, this.end] = ends;
    else {
      this.start = new Position(ends[0], ends[1]);
      this.end = new Position(ends[2], ends[3]);
    }
  }

  get isEmpty(): boolean {
    return this.start.isEqual(this.end);
  }

  isEqual({ start, end }: Range): boolean {
    return this.start.isEqual(start) && this.end.isEqual(end);
  }

  union({ start, end }: Range): Range {
    return new Range(
      start.isBefore(this.start) ? start : this.start,
      this.end.isBefore(end) ? end : this.end,
    );
  }
}

export class Selection extends Range {
  get active(): Position {
    return this.end;
  }
}

interface Replacement {
  readonly range: Range;
  readonly text: string;
}

export class FakeDocument {
  readonly uri = 'file:///a.txt';
  version = 1;
  isClosed = false;
  isReadOnly = false;

  constructor(public text: string) {}

  get lines(): string[] {
    return this.text.split('\n');
  }

  get lineCount(): number {
    return this.lines.length;
  }

  lineAt(place: number | Position): { text: string } {
    return { text: this.lines[typeof place === 'number' ? place : place.line] ?? '' };
  }

  offsetAt({ line, character }: Position): number {
    return this.lines.slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + character;
  }

  positionAt(offset: number): Position {
    const before = this.text.slice(0, offset).split('\n');
    return new Position(before.length - 1, before.at(-1)?.length ?? 0);
  }

  getText({ start, end }: Range): string {
    return this.text.slice(this.offsetAt(start), this.offsetAt(end));
  }

  replace(replacements: readonly Replacement[]): void {
    const places = replacements
      .map(({ range, text }) => ({ from: this.offsetAt(range.start), to: this.offsetAt(range.end), text }))
      .toSorted((a, b) => b.from - a.from);
    for (const [index, { from, to, text }] of places.entries()) {
      if (to > (places[index - 1]?.from ?? Infinity)) throw new Error('Overlapping ranges are not allowed!');
      this.text = this.text.slice(0, from) + text + this.text.slice(to);
    }
    this.version++;
  }
}

export class FakeEditor {
  selections: Selection[];
  isDisposed = false;
  /** What the person does while an edit is on its way to the text, one edit after the other. */
  readonly meanwhile: (() => void)[] = [];
  readonly undoStops: unknown[] = [];

  constructor(
    readonly document: FakeDocument,
    ...cursors: [line: number, character: number][]
  ) {
    this.selections = cursors.map(([line, character]) => new Selection(line, character, line, character));
  }

  get selection(): Selection {
    return this.selections[0] ?? new Selection(0, 0, 0, 0);
  }

  set selection(selection: Selection) {
    this.selections = [selection];
  }

  revealRange(): void {
    // Nothing is drawn here.
  }

  edit(
    work: (builder: { replace(range: Range, text: string): void; delete(range: Range): void }) => void,
    undoStops?: unknown,
  ): Promise<boolean> {
    if (this.isDisposed) return Promise.reject(new Error('TextEditor#edit not possible on closed editors'));
    const { version } = this.document;
    const replacements: Replacement[] = [];
    work({
      replace: (range, text) => replacements.push({ range, text }),
      delete: (range) => replacements.push({ range, text: '' }),
    });
    this.meanwhile.shift()?.();
    if (this.document.isReadOnly || this.document.version !== version) return Promise.resolve(false);
    this.document.replace(replacements);
    this.undoStops.push(undoStops);
    return Promise.resolve(true);
  }

  /** The person types at each cursor. */
  type(text: string): void {
    this.document.replace(this.selections.map((range) => ({ range, text })));
    const typed = text.split('\n');
    this.selections = this.selections.map(({ active: { line, character } }) => {
      const at = new Position(
        line + typed.length - 1,
        (typed.length > 1 ? 0 : character) + (typed.at(-1)?.length ?? 0),
      );
      return new Selection(at, at);
    });
  }
}

export class WorkspaceEdit {
  private readonly replacements: Replacement[] = [];

  replace(_: unknown, range: Range, text: string): void {
    this.replacements.push({ range, text });
  }

  /** @returns whether anything was edited, as VS Code has it */
  applyTo(document: FakeDocument | undefined): boolean {
    if (!document || document.isReadOnly || this.replacements.length === 0) return false;
    document.replace(this.replacements);
    return true;
  }
}

/** Of a question that is waited for. */
export const token = {
  isCancellationRequested: false,
  onCancellationRequested: () => ({ dispose: () => undefined }),
};

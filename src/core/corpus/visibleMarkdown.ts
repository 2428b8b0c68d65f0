import type { Line } from './lines';
import { continuing, placeOf, type Container, type PlacedLine } from './markdownContainers';
import { longestStretch } from './textItem';

/**
 * The lines of a Markdown document without its fenced code and its comments. Lines stay, if empty, so that the others
 * keep their numbers. A mark that opens code or a comment which is never closed opens nothing: what is behind it is
 * text, as far as one can know.
 */
export async function* visibleLines(lines: AsyncIterable<Line>): AsyncGenerator<Line> {
  const iterator = lines[Symbol.asyncIterator]();
  try {
    yield* new VisibleLines(iterator);
  } finally {
    // A file is closed, even if it is not read to its end.
    await iterator.return?.();
  }
}

/**
 * Stands in place of code that was left out: unseen, it ends a paragraph as code does, and keeps a list item from being
 * empty.
 */
const nothing = '<!---->';

/** Where what an earlier mark has opened ends, as seen from a line: after it, with it, before it, or nowhere. */
type Ending = 'goes on' | 'ends' | 'has ended' | 'cannot end';

class VisibleLines {
  private containers: readonly Container[] = [];
  /** Whether an indented line would be code: there was an empty line, and only such lines since. */
  private canBeCode = true;
  /** Lines to be read again, the last one first. */
  private readonly again: Line[] = [];
  /** For each kind of mark, the number of the line up to which no mark of that kind is closed. */
  private readonly unclosed = new Map<string, number>();

  constructor(private readonly lines: AsyncIterator<Line>) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Line> {
    for (let line = await this.next(); line !== undefined; line = await this.next()) {
      const place = placeOf(line.text, this.containers);
      this.containers = place.containers;
      this.canBeCode = place.content.trim() === '' || (this.canBeCode && isIndented(place.content));
      const fence = fenceIn(place.content);
      if (fence !== undefined) yield* this.fenced(line, place, fence);
      else if (this.canBeCode || !place.content.includes('<!--')) yield line;
      else yield* this.withoutComments(line, place);
    }
  }

  /** A fence and the code behind it, if that ends; otherwise the fence and the name of a language are left out alone. */
  private async *fenced(line: Line, { marks, content }: PlacedLine, fence: string): AsyncGenerator<Line> {
    const { containers } = this;
    const code = await this.linesBehind(line, fence.slice(0, longestFence), (text) => {
      const inside = continuing(text, containers);
      if (inside.containers.length < containers.length) return 'has ended';
      return isClosedBy(inside.content, fence) ? 'ends' : 'goes on';
    });
    yield { ...line, text: marks + (code === undefined ? content.replace(/^\p{ASCII}*/u, '') : nothing) };
    for (const { text, number } of code ?? []) yield { text: continuing(text, containers).marks, number };
  }

  private async *withoutComments(line: Line, { marks, content }: PlacedLine): AsyncGenerator<Line> {
    const { text, open } = withoutWholeComments(content);
    const before = text.slice(0, open);
    const comment =
      open === undefined
        ? undefined
        : await this.commentBehind(line, before.trim() === '' ? 'block' : 'inline');
    const last = comment?.pop();
    yield { ...line, text: marks + (last === undefined ? text : before) };
    for (const { number } of comment ?? []) yield { text: '', number };
    if (last !== undefined) this.again.push({ ...last, text: this.behindComment(last.text) });
  }

  private behindComment(lastLine: string): string {
    const { marks, content } = continuing(lastLine, this.containers);
    return marks + content.slice(content.indexOf('-->') + 3).trimStart();
  }

  /** The other lines of a comment. One with text before it is a part of a paragraph, and ends where that does. */
  private commentBehind(line: Line, kind: 'block' | 'inline'): Promise<Line[] | undefined> {
    const { containers } = this;
    return this.linesBehind(line, `${kind} comment`, (text) => {
      const inside = continuing(text, containers);
      const isElsewhere = inside.containers.length < containers.length || otherBlock.test(inside.content);
      if (kind === 'inline' && isElsewhere) return 'cannot end';
      return text.includes('-->') ? 'ends' : 'goes on';
    });
  }

  /**
   * The lines behind a mark that belong to what it opens. There are none where that does not end, or not within what
   * can be held: then they are read again, and so that no line is read very often, no mark of the kind opens anything
   * among them.
   */
  private async linesBehind(
    mark: Line,
    kind: string,
    endingAt: (text: string) => Ending,
  ): Promise<Line[] | undefined> {
    if (mark.number < (this.unclosed.get(kind) ?? 0)) return undefined;
    const held: Line[] = [];
    let length = 0;
    let line = await this.next();
    for (; line !== undefined && length < longestStretch; line = await this.next()) {
      const ending = endingAt(line.text);
      if (ending === 'cannot end') break;
      if (ending === 'has ended') {
        this.again.push(line);
        return held;
      }
      held.push(line);
      if (ending === 'ends') return held;
      length += line.text.length + costOfLine;
    }
    this.unclosed.set(kind, line?.number ?? Infinity);
    if (line !== undefined) this.again.push(line);
    for (const each of held.reverse()) this.again.push(each);
    return undefined;
  }

  private async next(): Promise<Line | undefined> {
    const known = this.again.pop();
    if (known !== undefined) return known;
    const next = await this.lines.next();
    return next.done === true ? undefined : next.value;
  }
}

/** The memory that a held line takes besides its text, in characters. */
const costOfLine = 32;

/** Fences of up to this length are kinds of their own, by length; longer ones are one kind. */
const longestFence = 6;

/** No shorter run of the marks is tried: whether another follows is looked for once. */
const fenceMark = /^ {0,3}(`{3,}(?!`)(?!.*`)|~{3,})/u;

function fenceIn(content: string): string | undefined {
  return fenceMark.exec(content)?.[1];
}

function isClosedBy(content: string, fence: string): boolean {
  return /^ {0,3}(`+|~+)\s*$/u.exec(content)?.[1]?.startsWith(fence) === true;
}

function isIndented(content: string): boolean {
  return content.startsWith('    ');
}

/** The end of a paragraph, or a heading, a quotation, an item or a row of a table. */
const otherBlock = /^\s*$|^ {0,3}(?:[>|#]|(?:[*+-]|\d{1,9}[.)])\s)/u;

/** Of the marks that matter here, those that are no marks behind a backslash, and those that begin code or a comment. */
const inlineMark = /\\.|`+|<!--(?:-?>)?/gsu;

/**
 * A text without the comments that end in it; others begin at `open`. Their marks are written there so that they read
 * as text.
 */
function withoutWholeComments(content: string): { text: string; open?: number } {
  const codeEnds = new Map([...content.matchAll(/`+/gu)].map(({ 0: { length }, index }) => [length, index]));
  const lastEnd = content.lastIndexOf('-->');
  let text = '';
  let copied = 0;
  let open: number | undefined;
  inlineMark.lastIndex = 0;
  for (let match = inlineMark.exec(content); match !== null; match = inlineMark.exec(content)) {
    const { 0: mark, index } = match;
    const end = index + mark.length;
    if (mark.startsWith('`') && (codeEnds.get(mark.length) ?? 0) > index) {
      inlineMark.lastIndex = endOfCode(content, end, mark.length);
    } else if (mark.startsWith('<')) {
      text += content.slice(copied, index);
      if (mark.endsWith('>')) copied = end;
      else if (end <= lastEnd) copied = content.indexOf('-->', end) + 3;
      else {
        open ??= text.length;
        text += '&lt;!--';
        copied = end;
      }
      inlineMark.lastIndex = copied;
    }
  }
  return { text: text + content.slice(copied), ...(open !== undefined && { open }) };
}

/** Where code ends that begins behind as many backticks as will end it; they are there. */
function endOfCode(content: string, start: number, backticks: number): number {
  const marks = /`+/gu;
  marks.lastIndex = start;
  let mark = marks.exec(content);
  while (mark !== null && mark[0].length !== backticks) mark = marks.exec(content);
  return mark === null ? content.length : marks.lastIndex;
}

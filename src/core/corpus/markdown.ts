import * as l10n from '@vscode/l10n';
import { getDefaults, Lexer, type MarkedToken, type Token } from 'marked';
import { UserError } from '../errors';
import { BoundedTokenizer } from './boundedTokenizer';
import { withoutTags } from './html';
import { linesOf, type Line } from './lines';
import { withFirstPiece } from './firstPiece';
import { endOfLastSentence } from './sentences';
import { specialNames } from './specialNames';
import type { TextItem } from './textItem';
import { visibleLines } from './visibleMarkdown';

/**
 * Markdown: what a reader sees of it. Front matter, code blocks, images, addresses and all marks are left out.
 *
 * @throws UserError for marks that are nested too deeply.
 */
export async function* readMarkdown(text: AsyncIterable<string>, name: string): AsyncGenerator<TextItem> {
  for await (const part of partsOf(withoutFrontMatter(text), name)) yield* readPart(part, name);
}

function readPart(part: Part, name: string): TextItem[] {
  try {
    return [...itemsOf(part)];
  } catch (error) {
    // What is within a mark is read by a call within the call for that mark.
    throw error instanceof RangeError ? tooDeep(name, part.line, error) : error;
  }
}

function* itemsOf(part: Part): Generator<TextItem> {
  let { line } = part;
  for (const token of tokensOf(part.text)) {
    for (const block of blocksOf(token)) yield { text: block, line, heldOut: false };
    line += token.raw.split('\n').length - 1;
  }
}

/** A reference counts as a link even if the part that defines its address is another one. */
function tokensOf(text: string): Token[] {
  const lexer = new Lexer({ ...getDefaults(), tokenizer: new BoundedTokenizer() });
  const tokens = lexer.blockTokens(text);
  // `blockTokens` has put off what is inside the blocks until all definitions are known: this reads these, and then that.
  lexer.lex(
    labelsIn(text)
      .map((label) => `[${label}]: #\n\n`)
      .join(''),
  );
  return tokens;
}

/** The labels of references: `label` in `[text][label]` and `[label][]`. */
function labelsIn(text: string): string[] {
  const labels = [...text.matchAll(/(?<=\])\[([^[\]\\\n]+)\]|\[([^[\]\\\n]+)\]\[\]/gu)]
    .map(([, behindText = '', alone = behindText]) => alone)
    .filter((label) => !ownMeaning.test(label));
  return [...new Set(labels)];
}

/** What is within brackets that are no link's: a footnote's name, or a special token of the model. */
const ownMeaning = new RegExp(String.raw`^(?:\^|(?:${specialNames})$)`, 'u');

function tooDeep(name: string, line: number, cause: RangeError): UserError {
  return new UserError(
    l10n.t(
      'In “{0}”, at line {1} or below, quotations, lists or other marks of Markdown are nested too deeply. Nest them less deeply, or save the text as .txt.',
      name,
      line,
    ),
    cause,
  );
}

/** The line after the mark names something (`title: …`, `title = …`); otherwise the mark is a divider. */
const frontMatter =
  /^\s*(---|\+\+\+)[ \t]*\r?\n(?=["']?[\w.-]+["']?[ \t]*[:=])[^]*?\n(?:\1|\.\.\.)[ \t]*(?=\r?\n|$)/u;

/** Its lines stay, empty, so that the others keep their numbers. */
async function* withoutFrontMatter(text: AsyncIterable<string>): AsyncGenerator<string> {
  const { first, whole } = await withFirstPiece(text);
  let isFirst = true;
  for await (const piece of whole) {
    yield isFirst ? first.replace(frontMatter, (match) => match.replace(/[^\n]/gu, '')) : piece;
    isFirst = false;
  }
}

interface Part {
  text: string;
  line: number;
}

/** Characters after which the next new block begins another part, and after which any line does. */
const partLength = { atBlock: 8192, atAnyLine: 131_072 };

/** A document in parts that can be read each for itself, without its fenced code and its comments. */
async function* partsOf(text: AsyncIterable<string>, name: string): AsyncGenerator<Part> {
  let part: Part = { text: '', line: 1 };
  let before = '';
  for await (const { text: line, number } of shortened(visibleLines(withNotesAsItems(linesOf(text, name))))) {
    const { length } = part.text;
    if (length > partLength.atAnyLine || (length > partLength.atBlock && isNewBlock(line, before))) {
      yield part;
      part = { text: '', line: number };
    }
    part.text += `${line}\n`;
    before = line;
  }
  yield part;
}

/** A line that is longer than a part is cut where a sentence ends, or else anywhere: no writer has written it by hand. */
async function* shortened(lines: AsyncIterable<Line>): AsyncGenerator<Line> {
  for await (const { text, number } of lines) {
    let rest = text;
    while (rest.length > partLength.atAnyLine) {
      const beginning = rest.slice(0, partLength.atAnyLine);
      const end = endOfLastSentence(beginning) || beginning.length;
      yield { text: rest.slice(0, end), number };
      rest = rest.slice(end);
    }
    yield { text: rest, number };
  }
}

/**
 * Whether a line begins a block for sure: after an empty line, and not indented, as the rest of a list item would be.
 */
function isNewBlock(line: string, before: string): boolean {
  return /^[^ \t]/u.test(line) && before.trim() === '';
}

async function* withNotesAsItems(lines: AsyncIterable<Line>): AsyncGenerator<Line> {
  for await (const { text, number } of lines) yield { text: noteAsItem(text), number };
}

const noteMarker = /^((?: {0,3}(?:>|(?:[*+-]|\d{1,9}[.)])[ \t]))* {0,3})\[\^[^\]]+\]:[ \t]*/u;

/**
 * A footnote's text reads as an item of a list does, with what is indented beneath it. (To the library it is a link's
 * address, if it has no space in it, or goes on from the line before.)
 */
function noteAsItem(line: string): string {
  return line.replace(noteMarker, '$1- ');
}

/** The blocks of text within a block: paragraphs, headings, list items, rows of tables. */
function* blocksOf(token: Token): Generator<string> {
  // No extension is registered, so there are no tokens but marked's own.
  const block = token as MarkedToken;
  switch (block.type) {
    case 'heading':
    case 'paragraph':
      yield textOf(block.tokens);
      break;
    case 'text':
      yield textOf(block.tokens ?? [block]);
      break;
    case 'blockquote':
    case 'list_item':
      for (const inner of block.tokens) yield* blocksOf(inner);
      break;
    case 'list':
      for (const item of block.items) yield* blocksOf(item);
      break;
    case 'table':
      for (const row of [block.header, ...block.rows]) yield row.map((cell) => textOf(cell.tokens)).join(' ');
      break;
    case 'html':
      yield withoutTags(block.raw);
      break;
    case 'code':
      if (block.codeBlockStyle !== 'indented' && !closingFence.test(block.raw)) yield block.text;
      break;
  }
}

/** What opens like code and is never closed may be none. (Code that is closed has been left out by `visibleLines`.) */
const closingFence = /\n {0,3}(?:`{3,}|~{3,})\s*$/u;

function textOf(tokens: readonly Token[]): string {
  return tokens.map(inlineText).join('');
}

/** Without a bracket in it: from each mark that is never closed, the text would be read to its end. */
const footnoteMark = /\[\^[^[\]]+\]/gu;

/** Between Chinese characters the end of a line is no space. */
const softBreak = /(?<=\P{ASCII})[ \t]*\n[ \t]*(?=\P{ASCII})/gu;

function inlineText(token: Token): string {
  const inline = token as MarkedToken;
  switch (inline.type) {
    case 'text':
    case 'escape':
      return inline.text.replace(footnoteMark, '').replace(softBreak, '');
    case 'codespan':
      return inline.text;
    case 'strong':
    case 'em':
    case 'del':
      return textOf(inline.tokens);
    case 'link':
      if (ownMeaning.test(inline.text)) return inline.raw.replace(footnoteMark, '');
      return inline.text === inline.href ? '' : textOf(inline.tokens);
    case 'br':
      return ' ';
    case 'html':
      return withoutTags(inline.raw);
    default:
      return '';
  }
}

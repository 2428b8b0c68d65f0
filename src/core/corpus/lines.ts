import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { endOfLastSentence } from './sentences';
import { longestStretch } from './textItem';

/** Characters beyond which a line is passed on in parts. */
const longLine = 262_144;

export interface Line {
  text: string;
  /** Counted from 1. */
  number: number;
}

/**
 * The lines of a text, whichever way they end. A very long line comes in several parts, cut at sentence ends, so that
 * a book on one line is read in bounded memory.
 *
 * @throws UserError for a line of millions of characters in which no sentence ends.
 */
export async function* linesOf(text: AsyncIterable<string>, name: string): AsyncGenerator<Line> {
  let rest = '';
  let number = 1;
  for await (const chunk of text) {
    // A carriage return at the end of a chunk may be the first half of a line's end.
    const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/u);
    rest = lines.pop() ?? '';
    for (const line of lines) yield { text: line, number: number++ };
    if (rest.length > longLine) {
      const end = endOfLastSentence(rest);
      if (end === 0 && rest.length > longestStretch) throw tooLong(name, number);
      if (end === 0) continue;
      yield { text: rest.slice(0, end), number };
      rest = rest.slice(end);
    }
  }
  if (rest !== '') yield { text: rest.replace('\r', ''), number };
}

export function tooLong(name: string, line: number): UserError {
  return new UserError(
    l10n.t(
      'Line {1} of “{0}” is too long to be read: {2} characters without an end. Divide it into shorter lines.',
      name,
      line,
      longestStretch,
    ),
  );
}

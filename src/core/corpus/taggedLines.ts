import { linesOf } from './lines';
import type { TextItem } from './textItem';
import { mostTokens, spelt } from './tokenLists';

/** A character or word and its tag, as data sets for finding names or words have them: `诸 B-PER`, `的 O`, `天 E`. */
const taggedToken = /^(\S{1,20})[ \t]+(?:O|[BIMESLU](?:-\S+)?)[ \t]*$/u;

/** So many lines tell tokens with tags from lines that happen to look so. */
const manyLines = 4;

/** Whether a text has a token and its tag in each line, as far as its beginning tells. */
export function hasTaggedLines(beginning: string): boolean {
  const lines = beginning.split(/\r\n|\n|\r/u).slice(0, -1);
  const written = lines.filter((line) => line.trim() !== '');
  return written.length >= manyLines && written.every((line) => taggedToken.test(line));
}

/** Sentences of which each line has a token, with an empty line between them (CoNLL). */
export async function* readTaggedLines(text: AsyncIterable<string>, name: string): AsyncGenerator<TextItem> {
  let tokens: string[] = [];
  let first = 1;
  const sentence = (): TextItem => ({ text: spelt(tokens), line: first, heldOut: false });
  for await (const { text: line, number } of linesOf(text, name)) {
    const [, token] = taggedToken.exec(line) ?? [];
    if (tokens.length > 0 && (token === undefined || tokens.length === mostTokens)) {
      yield sentence();
      tokens = [];
    }
    if (token === undefined) continue;
    if (tokens.length === 0) first = number;
    tokens.push(token);
  }
  if (tokens.length > 0) yield sentence();
}

import { withFirstPiece } from './firstPiece';
import { linesOf } from './lines';
import { hasTaggedLines, readTaggedLines } from './taggedLines';
import type { TextItem } from './textItem';
import { withoutTimes } from './timeStamps';

/** Plain text: each line is a paragraph of its own, unless each has but a token of a sentence. */
export async function* readPlainText(text: AsyncIterable<string>, name: string): AsyncGenerator<TextItem> {
  const { first, whole } = await withFirstPiece(text);
  yield* hasTaggedLines(first) ? readTaggedLines(whole, name) : readParagraphs(whole, name);
}

async function* readParagraphs(text: AsyncIterable<string>, name: string): AsyncGenerator<TextItem> {
  for await (const line of linesOf(text, name)) {
    yield { text: withoutTimes(line.text), line: line.number, heldOut: false };
  }
}

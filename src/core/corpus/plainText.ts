import { linesOf } from './lines';
import type { TextItem } from './textItem';
import { withoutTimes } from './timeStamps';

/** Plain text: each line is a paragraph of its own. */
export async function* readPlainText(text: AsyncIterable<string>, name: string): AsyncGenerator<TextItem> {
  for await (const line of linesOf(text, name)) {
    yield { text: withoutTimes(line.text), line: line.number, heldOut: false };
  }
}

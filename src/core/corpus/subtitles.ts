import { readPlainText } from './plainText';
import type { TextItem } from './textItem';

/** Where a line stands (`{\an8}`) and how it looks (`<i>`). */
const marks = /\{\\[^{}]*\}|<\/?[a-z][^<>]*>/giu;

/** Subtitles (SRT, WebVTT): the lines that are shown. Their numbers and times are not Chinese. */
export async function* readSubtitles(text: AsyncIterable<string>, name: string): AsyncGenerator<TextItem> {
  for await (const item of readPlainText(text, name)) yield { ...item, text: item.text.replace(marks, '') };
}

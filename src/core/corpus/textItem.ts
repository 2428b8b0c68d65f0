/** A piece of text as its file sets it apart: a line, a paragraph, a string in a JSON array, a cell of a table. */
export interface TextItem {
  text: string;
  /** The line of the file on which it starts, counted from 1. */
  line: number;
  /** It belongs to a test set that came with the corpus. */
  heldOut: boolean;
  /** For text that is not to be used: the reason, as in `Skipped`. */
  leftOut?: string;
}

/** Reads a text of one format, given in pieces that may end anywhere. `name` is what messages call the text. */
export type TextReader = (text: AsyncIterable<string>, name: string) => AsyncIterable<TextItem>;

/**
 * Characters up to which something without any structure in it (a line in which no sentence ends, a JSON string, a row of
 * a table) is read at once.
 */
export const longestStretch = 8_000_000;

const heldOutNames = new Set([
  'test',
  'testing',
  'validation',
  'valid',
  'val',
  'dev',
  'eval',
  '测试',
  '测试集',
  '验证集',
]);

const trainingNames = new Set(['train', 'training', '训练', '训练集']);

/** Whether a name is one of the parts that a corpus comes in. */
export function namesPart(name: string): boolean {
  return namesHeldOut(name) || trainingNames.has(name.toLowerCase());
}

/** Whether a part of a corpus, or a file of it, is by its name a test set. */
export function namesHeldOut(name: string): boolean {
  return heldOutNames.has(name.toLowerCase());
}

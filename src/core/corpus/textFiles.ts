/** Endings of the files that are read as text. Without imports, as the extension host offers files by this, too. */
export const textFileEndings = [
  'txt',
  'text',
  'md',
  'markdown',
  'json',
  'jsonl',
  'ndjson',
  'csv',
  'tsv',
  'srt',
  'vtt',
] as const;
export type TextFileEnding = (typeof textFileEndings)[number];

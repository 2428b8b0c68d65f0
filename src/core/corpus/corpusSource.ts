/** What a corpus is read from: files and folders, or a text at hand, whose name tells its format by its ending. */
export type CorpusSource =
  | { readonly files: readonly string[] }
  | { readonly text: { readonly name: string; readonly content: string } };

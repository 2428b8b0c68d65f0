/** A text at hand, such as the selection in an editor. */
export interface TextAtHand {
  /** The name of its document. Its ending says what format the text has. */
  readonly name: string;
  readonly content: string;
  /** The language of the document, as VS Code calls it, for a name without such an ending. */
  readonly language?: string | undefined;
}

/** What a corpus is read from: files and folders, or a text at hand. */
export type CorpusSource = { readonly files: readonly string[] } | { readonly text: TextAtHand };

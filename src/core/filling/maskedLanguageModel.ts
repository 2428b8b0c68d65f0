/** A row of a batch: a window of text with `[CLS]`, `[SEP]` and masks, and the positions to predict. */
export interface MaskedRow {
  ids: Int32Array;
  positions: Int32Array;
}

/** A model that predicts hidden tokens from the visible ones around them. */
export interface MaskedLanguageModel {
  /** The longest row it takes, `[CLS]` and `[SEP]` included. */
  readonly maxTokens: number;
  readonly vocabularySize: number;
  /**
   * Predicts in variants of one text, which differ from it at few places.
   *
   * @param text with a mask in each of its slots. The model recognises a text that it has read by the identity of this
   * array.
   * @param places the positions where variants may differ. The model may read everything else only once for all
   * variants, as it is in `text`.
   * @param variants as long as the text, and the same as it but at `places`; their positions are among these.
   * @returns for each variant the natural logarithms of the probabilities of all words, row-major `[positions.length ×
   * vocabularySize]`.
   */
  predictVariants(
    text: Int32Array,
    places: readonly number[],
    variants: readonly MaskedRow[],
  ): Promise<Float32Array[]>;
}

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
  /** For each row its logits, row-major `[positions.length × vocabularySize]`. Rows may differ in length. */
  predict(batch: readonly MaskedRow[]): Promise<Float32Array[]>;
}

/** Whether and where gaps are completed in the editor. */
export interface CompletionSettings {
  readonly completionsEnabled: boolean;
  /** Language identifiers of VS Code. */
  readonly languages: readonly string[];
}

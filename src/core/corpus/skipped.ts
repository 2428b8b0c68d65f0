/**
 * Passages left out, by what is said of them (`is not Chinese`), `where` being the file and line of the first; or a file
 * of a folder, or a word of the person's, that could not be used, with nothing but the sentences that say which and why.
 */
export interface Skipped {
  readonly reason: string;
  readonly count?: number;
  readonly where?: string;
}

/**
 * Something that was left out of a corpus: either `count` passages for the same reason (`is not Chinese`), of which
 * `where` names the file and line of the first; or a file of a folder, or a word of the person's, that could not be
 * used. Then `reason` is a message of its own that says which and why, and the others are absent.
 */
export interface Skipped {
  readonly reason: string;
  readonly count?: number;
  readonly where?: string;
}

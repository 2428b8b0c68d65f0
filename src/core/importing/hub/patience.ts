/** How long is waited for a hub that does not answer as it should. */
export interface Patience {
  /** How often in a row a request is made again. */
  readonly retries: number;
  /** Milliseconds before the first retry; each further one waits twice as long. */
  readonly firstPause: number;
  /** The longest pause, in milliseconds, that a hub may ask for. */
  readonly longestPause: number;
  /** Milliseconds without a byte after which a line counts as broken. */
  readonly silence: number;
}

export const usualPatience: Patience = {
  retries: 4,
  firstPause: 1_000,
  longestPause: 300_000,
  silence: 30_000,
};

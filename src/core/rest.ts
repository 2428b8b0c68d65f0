/**
 * Rests of a long work, so that what a person waits for has the whole machine meanwhile. A lower priority does not do
 * that: threads that share a core with others come later than those that have one for themselves.
 */
export class Rest {
  private began = -Infinity;
  private until = -Infinity;

  /** Milliseconds from a wish for a rest to its end, and from the first of several wishes to the end of all. */
  static readonly shortest = 300;
  static readonly longest = 5_000;

  /** Wishes for a rest from now on, or for the one that is going on to last. */
  ask(): void {
    const now = performance.now();
    if (now >= this.until) this.began = now;
    this.until = Math.min(now + Rest.shortest, this.began + Rest.longest);
  }

  /** Waits for the end of the rest that is going on, if there is one. */
  async over(): Promise<void> {
    const latest = this.began + Rest.longest;
    const left = (): number => Math.min(this.until, latest) - performance.now();
    while (left() > 0) await new Promise((resolve) => setTimeout(resolve, Math.ceil(left())));
  }
}

/** Work that ends early when nobody waits for it any more, and when the engine ends. */
export class EndableWork {
  private readonly ending = new AbortController();
  private working: Promise<unknown> = Promise.resolve();

  /** @param signal tells that nobody waits for it any more */
  do<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const result = work(AbortSignal.any([signal, this.ending.signal]));
    this.working = Promise.allSettled([this.working, result]); // whoever asked for it is told how it went
    return result;
  }

  /** Ends it, and waits until what it has half made is removed. */
  async end(): Promise<void> {
    this.ending.abort();
    await this.working;
  }
}

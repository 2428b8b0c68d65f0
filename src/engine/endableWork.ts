/** Work that leaves nothing half-made behind when it is ended. */
export class EndableWork {
  private readonly ending = new AbortController();
  private readonly atWork = new Set<Promise<unknown>>();

  /** @param signal ends this piece of work alone */
  async do<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    const result = work(AbortSignal.any([signal, this.ending.signal]));
    this.atWork.add(result);
    try {
      return await result;
    } finally {
      this.atWork.delete(result);
    }
  }

  /** Ends all of it, and waits until what it has written is removed. */
  async end(): Promise<void> {
    this.ending.abort();
    await Promise.allSettled(this.atWork); // whoever asked for it has been told
  }
}

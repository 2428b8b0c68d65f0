/**
 * Calls `work` at most once per `interval`: at once when the last call is long past, otherwise when its time has come;
 * requests in between are one. `work` reads the latest state itself, so nothing is lost. All times are milliseconds.
 */
export class Throttle {
  private timer: NodeJS.Timeout | undefined;
  private last = -Infinity;
  private putOffUntil = -Infinity;

  /** @param patience how long after a call the next one can be put off. */
  constructor(
    private readonly interval: number,
    private readonly work: () => void,
    private readonly patience = interval,
  ) {}

  request(): void {
    if (!this.timer) this.runWhenDue();
  }

  /** Puts off what is requested, or will be, until so long from now. */
  putOff(time: number): void {
    this.putOffUntil = performance.now() + time;
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private readonly runWhenDue = (): void => {
    const due = Math.max(this.last + this.interval, Math.min(this.putOffUntil, this.last + this.patience));
    const wait = due - performance.now();
    this.timer = wait > 0 ? setTimeout(this.runWhenDue, wait) : undefined;
    if (this.timer) return;
    this.last = performance.now();
    this.work();
  };
}

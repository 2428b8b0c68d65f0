/**
 * Calls `work` at most once per `milliseconds`: at once when the last call is long past, otherwise when its time has
 * come; requests in between are one. `work` reads the latest state itself, so nothing is lost.
 */
export class Throttle {
  private timer: NodeJS.Timeout | undefined;
  private last = -Infinity;

  constructor(
    private readonly milliseconds: number,
    private readonly work: () => void,
  ) {}

  request(): void {
    if (this.timer) return;
    const wait = Math.max(0, this.last + this.milliseconds - performance.now());
    if (wait === 0) this.run();
    else this.timer = setTimeout(this.run, wait);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private readonly run = (): void => {
    this.timer = undefined;
    this.last = performance.now();
    this.work();
  };
}

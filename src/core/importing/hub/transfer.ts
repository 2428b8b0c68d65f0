/** How far loading a model is, and how long it will take. */

/** How an import goes on. */
export type ImportProgress =
  /** Asking the hub what the model is made of. */
  | { readonly stage: 'finding'; readonly endpoint: string }
  /** Bytes of all files together; the time left once there is something to judge by. */
  | {
      readonly stage: 'loading';
      readonly received: number;
      readonly total: number;
      readonly secondsLeft?: number;
    }
  /** The line is broken or the hub is busy; so many seconds until the next attempt. */
  | { readonly stage: 'waiting'; readonly seconds: number }
  /** The model is read, tried and put in its place. */
  | { readonly stage: 'checking' };

/** Milliseconds between two reports. */
const reportPace = 250;
/** The speed is that of so many milliseconds, at least and at most: the first, small files tell little of it. */
const stretch = { least: 2_000, most: 10_000 };

export class Transfer {
  private readonly receivedOf: Map<string, number>;
  private reportedAt = -Infinity;
  private recent: { time: number; received: number }[] = [];

  /**
   * @param total bytes of all files
   * @param present how many of them were there before, by file
   * @param now milliseconds of a clock that never goes back
   */
  constructor(
    private readonly total: number,
    present: ReadonlyMap<string, number>,
    private readonly report: (progress: ImportProgress) => void,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.receivedOf = new Map(present);
  }

  /** @param received bytes of the file that are there */
  update(file: string, received: number): void {
    this.receivedOf.set(file, received);
    const time = this.now();
    const all = this.received;
    if (time - this.reportedAt < reportPace && all < this.total) return;
    this.reportedAt = time;
    this.recent = [
      ...this.recent.filter((past) => time - past.time <= stretch.most),
      { time, received: all },
    ];
    this.report({ stage: 'loading', received: all, total: this.total, ...this.secondsLeft() });
  }

  private get received(): number {
    return [...this.receivedOf.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  private secondsLeft(): { secondsLeft?: number } {
    const [first, last] = [this.recent[0], this.recent.at(-1)];
    if (!first || !last || last.time - first.time < stretch.least || last.received <= first.received)
      return {};
    const bytesPerSecond = (1_000 * (last.received - first.received)) / (last.time - first.time);
    return { secondsLeft: (this.total - last.received) / bytesPerSecond };
  }
}

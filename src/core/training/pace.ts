/** The least milliseconds between two reports of progress. */
const reportInterval = 200;
/** The least seconds between two checkpoints. */
const checkpointInterval = 15;
/** … and the least time between them in times of what writing one takes. */
const checkpointRatio = 20;

/** Between two looks at the clock passes a step or an evaluation; in so many milliseconds, the computer slept. */
const longestWork = 10 * 60_000;

/** How fast a run goes, and how long it will. It looks at clocks, so nothing that is learnt may depend on it. */
export class Pace {
  private lookedAt = performance.now();
  private worked = 0;
  private earlier = 0;
  private firstStep = 0;
  private training = 0;
  private tokens = 0;
  private told = -Infinity;
  /** Of the last checkpoint: when it was written, and how long that took, in seconds. */
  private saved = { at: 0, took: 0 };

  /** Continues the clock of a run that was interrupted after `seconds`. */
  goOnFrom(seconds: number): void {
    this.earlier = seconds;
  }

  /** Preparations are over; speed is measured from here. */
  begin(step: number): void {
    this.firstStep = step;
    this.training = this.clock();
    this.saved = { at: this.seconds(), took: 0 };
  }

  count(tokens: number): void {
    this.tokens += tokens;
  }

  /** Seconds of work on the run, over all its sessions. */
  seconds(): number {
    return this.earlier + this.clock() / 1000;
  }

  tokensPerSecond(): number {
    return (1000 * this.tokens) / (this.clock() - this.training);
  }

  secondsLeft(step: number, totalSteps: number): number {
    const perStep = (this.clock() - this.training) / Math.max(1, step - this.firstStep);
    return ((totalSteps - step) * perStep) / 1000;
  }

  /** Whether a report is due. */
  isTimeToTell(): boolean {
    return this.clock() - this.told >= reportInterval;
  }

  /** A report is being made. */
  hasTold(): void {
    this.told = this.clock();
  }

  /** Whether a checkpoint is due: it is worth the time that writing it takes. */
  isTimeToSave(): boolean {
    const { at, took } = this.saved;
    return this.seconds() - at > Math.max(checkpointInterval, checkpointRatio * took);
  }

  /** A checkpoint has been written. @param began when that began, in `seconds` */
  hasSaved(began: number): void {
    const at = this.seconds();
    this.saved = { at, took: at - began };
  }

  /** Milliseconds of work in this session: not those in which the computer slept, which many systems' clocks count. */
  private clock(): number {
    const now = performance.now();
    if (now - this.lookedAt < longestWork) this.worked += now - this.lookedAt;
    this.lookedAt = now;
    return this.worked;
  }
}

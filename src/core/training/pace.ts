/** The least milliseconds between two reports of progress. */
const reportInterval = 200;
/** The least seconds between two checkpoints. */
const checkpointInterval = 15;
/** … and the least time between them in times of what writing one takes. */
const checkpointRatio = 20;

/** How fast a run goes, and how long it will. It looks at clocks, so nothing that is learnt may depend on it. */
export class Pace {
  private readonly began = performance.now();
  private earlier = 0;
  private firstStep = 0;
  private training = performance.now();
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
    this.training = performance.now();
    this.saved = { at: this.seconds(), took: 0 };
  }

  count(tokens: number): void {
    this.tokens += tokens;
  }

  /** Seconds of work on the run, over all its sessions. */
  seconds(): number {
    return this.earlier + (performance.now() - this.began) / 1000;
  }

  tokensPerSecond(): number {
    return (1000 * this.tokens) / (performance.now() - this.training);
  }

  secondsLeft(step: number, totalSteps: number): number {
    const perStep = (performance.now() - this.training) / Math.max(1, step - this.firstStep);
    return ((totalSteps - step) * perStep) / 1000;
  }

  /** Whether a report is due. */
  isTimeToTell(): boolean {
    return performance.now() - this.told >= reportInterval;
  }

  /** A report is being made. */
  hasTold(): void {
    this.told = performance.now();
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
}

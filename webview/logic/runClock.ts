import type { RunPhase, RunView } from '../../src/protocol/dashboard';
import { atWork } from './offers';

/** Whether the run's clock is going; what its log tells does not count the time in which the text was checked. */
export function clockRuns(phase: RunPhase): boolean {
  return atWork(phase) && phase !== 'checking';
}

/**
 * For how long a run has been at work. The clock counts on by itself from what the run told last. What is told arrives
 * late, so where it is less, the clock waits for it and does not go back.
 */
export class RunClock {
  /** What it shows. */
  seconds = 0;
  private run: RunView | undefined;
  private sinceTold = 0;

  /** The run tells of itself, or another one takes its place. */
  tell(run: RunView): void {
    if (run.id !== this.run?.id) this.seconds = 0;
    if (!countsOn(run, this.run)) this.sinceTold = 0;
    this.run = run;
    this.goOn();
  }

  /** Another second has passed; while the computer sleeps, none does. */
  tick(): void {
    if (this.run && clockRuns(this.run.phase)) this.sinceTold++;
    this.goOn();
  }

  private goOn(): void {
    this.seconds = Math.max(this.seconds, (this.run?.elapsedSeconds ?? 0) + this.sinceTold);
  }
}

/** Whether the run has told no other time, nor begun or ended a pause. */
function countsOn(run: RunView, before: RunView | undefined): boolean {
  return (
    before?.id === run.id &&
    before.elapsedSeconds === run.elapsedSeconds &&
    clockRuns(before.phase) === clockRuns(run.phase)
  );
}

import type { RunPhase, RunView } from '../../src/protocol/dashboard';
import { atWork } from './offers';

/** Whether the run's clock is going; what its log tells does not count the time in which the text was checked. */
export function clockRuns(phase: RunPhase): boolean {
  return atWork(phase) && phase !== 'checking';
}

/** Whether the page counts on from where it was: the run has not told anew how long it has been at work. */
export function countsOn(run: RunView, before: RunView | undefined): boolean {
  return (
    before?.id === run.id &&
    before.elapsedSeconds === run.elapsedSeconds &&
    clockRuns(before.phase) === clockRuns(run.phase)
  );
}

import type { RunPhase, RunView } from '../../src/protocol/dashboard';
import { atWork } from './offers';

/** Whether the run's clock is going; what its log tells does not count the time in which the text was checked. */
export function clockRuns(phase: RunPhase): boolean {
  return atWork(phase) && phase !== 'checking';
}

/**
 * What a run's clock shows when the run tells of itself. The page counts on meanwhile, which what is told may not have
 * reached yet, as it takes its time to arrive: the clock never goes back.
 *
 * @param before the run as it was told of last, when the clock showed so many seconds
 */
export function secondsShown(run: RunView, before: RunView | undefined, shown: number): number {
  return before?.id === run.id ? Math.max(shown, run.elapsedSeconds) : run.elapsedSeconds;
}

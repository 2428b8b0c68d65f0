import type { RunView } from '../../src/protocol/dashboard';
import { atWork } from './offers';

/** Whether the page counts on from where it was: the run has not told anew how long it has been at work. */
export function countsOn(run: RunView, before: RunView | undefined): boolean {
  return (
    before?.id === run.id &&
    before.elapsedSeconds === run.elapsedSeconds &&
    atWork(before.phase) === atWork(run.phase)
  );
}

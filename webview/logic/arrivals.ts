import type { DashboardState } from '../../src/protocol/dashboard';
import { atWork } from './offers';

/**
 * Whether the run on display has just begun or gone on, and is not an older one that takes the place of one that was
 * deleted.
 *
 * @param before what the page showed until now; nothing is new to a page that has shown nothing yet
 */
export function bringsRun({ run }: DashboardState, before: DashboardState | undefined): boolean {
  if (!run || !before || run.id === before.run?.id) return false;
  const known = before.runs.find(({ id }) => id === run.id);
  return known === undefined || known.status === 'queued' || atWork(run.phase);
}

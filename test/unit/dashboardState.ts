import type { DashboardState, RunView } from '../../src/protocol/dashboard';

/** What the dashboard shows a newcomer. */
export const emptyState: DashboardState = {
  queue: [],
  probes: { probes: [] },
  runs: [],
  models: [],
  completing: true,
  notices: [],
};

/** A run that has begun, and told nothing yet. */
export const runView: RunView = {
  id: 'r1',
  name: 'Sample',
  corpus: 'train.json',
  base: 'Embedded',
  phase: 'starting',
  hasLog: true,
  elapsedSeconds: 5,
  trainingLoss: [],
  validationLoss: [],
};

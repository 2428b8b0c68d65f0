import type { DashboardState, RunSummary, RunView } from '../../../src/protocol/dashboard';
import { emptyState, runView } from '../../unit/dashboardState';

const gap = '三国人物[MASK][MASK][MASK]';
const before = { loss: 7.7, perplexity: 2235, top1: 0.17, top5: 0.27, retention: 0.25 };
const after = { loss: 1.9, perplexity: 6.5, top1: 0.7, top5: 0.77, retention: 0.24 };
const problem = { message: 'There is no Chinese text in “a.txt”.', nextSteps: [] };

const report = { sentences: 51, duplicates: 1, terms: ['诸葛涛'], newCharacters: ['溯'], skipped: [] };
const progress = { step: 100, totalSteps: 200, secondsLeft: 30, tokensPerSecond: 900, memory: 4e8 };
const learning: RunView = {
  ...runView,
  phase: 'training',
  report: { ...report, skipped: [{ reason: 'is not Chinese', count: 2, where: 'line 3' }] },
  place: { device: 'cpu' },
  progress,
  trainingLoss: Array.from({ length: 100 }, (_, step) => ({ step: step + 1, loss: 8 / (step + 1) })),
  validationLoss: [0, 50, 100].map((step) => ({ step, loss: 8 / (step + 1) })),
  before,
};
const done: RunView = { ...learning, phase: 'done', progress: { ...progress, step: 200 }, after };

const begun: RunSummary = {
  id: 'r1',
  name: 'Sample',
  corpus: 'train.json',
  startedAt: 0,
  status: 'running',
  hasLog: true,
  active: false,
};
const gain = { before, after };
const first: RunSummary = { ...begun, status: 'done', active: true, gain };
const second: RunSummary = { ...begun, id: 'r2', name: 'Second', status: 'done', gain };
const models = [
  { id: 'embedded', name: 'Embedded', kind: 'embedded', active: false },
  { id: 'r1', name: 'Sample', kind: 'result', active: true },
] as const;
const probe = {
  text: gap,
  before: '的时间',
  during: [{ step: 50, fillings: '诸葛亮' }],
};
const filled = { probes: [{ ...probe, after: '诸葛涛' }] };

/** What the dashboard shows on the way from the first opening to two runs compared. */
export const pageStates = {
  welcome: emptyState,
  learning: {
    ...emptyState,
    run: learning,
    queue: [{ id: 'r2', name: 'Second', corpus: 'a.txt' }],
    probes: { probes: [probe] },
    runs: [{ ...begun, id: 'r2', name: 'Second', status: 'queued' }, begun],
    models,
  },
  result: { ...emptyState, run: done, probes: filled, runs: [second, first], models },
  failure: {
    ...emptyState,
    run: { ...runView, phase: 'failed', problem: { ...problem, nextSteps: [{ type: 'retry', run: 'r1' }] } },
    runs: [{ ...begun, status: 'failed', problem }],
    probes: { probes: [], problem },
    models,
    notices: [{ ...problem, id: 'n1' }],
  },
  comparison: {
    ...emptyState,
    run: done,
    probes: filled,
    runs: [second, first],
    comparison: {
      left: { id: 'r1', name: 'Sample', metrics: after },
      right: { id: 'r2', name: 'Second', metrics: before },
      probes: [{ text: gap, left: '诸葛涛', right: '的时间' }],
    },
    models,
  },
} satisfies Record<string, DashboardState>;

import { describe, expect, it } from 'vitest';
import type { Metrics, RunSummary, RunView } from '../../../src/protocol/dashboard';
import {
  isMeasured,
  mainAction,
  menuActions,
  problemInList,
  runControls,
} from '../../../webview/logic/offers';
import { runView } from '../dashboardState';

const run: RunView = { ...runView, phase: 'training' };
const metrics: Metrics = { loss: 1, perplexity: 2, top1: 0.5, top5: 0.7, retention: 0.4 };
const entry: RunSummary = {
  id: 'r1',
  name: 'Sample',
  corpus: 'train.json',
  startedAt: 0,
  status: 'done',
  hasLog: true,
  active: false,
  gain: { before: metrics, after: metrics },
};
const types = (actions: { type: string }[]) => actions.map(({ type }) => type);

describe('the buttons of the run on display', () => {
  it('steer it while it learns', () => {
    expect(runControls(run)).toEqual([
      { type: 'pause', run: 'r1' },
      { type: 'stop', run: 'r1' },
      { type: 'cancel', run: 'r1' },
    ]);
  });

  it('steer one that goes on before it learns, as it has something to keep', () => {
    const progress = { step: 1, totalSteps: 2, secondsLeft: 1, tokensPerSecond: 1, memory: 1 };
    expect(types(runControls({ ...run, phase: 'starting' }))).toEqual(['cancel']);
    expect(types(runControls({ ...run, phase: 'starting', progress }))).toEqual(['pause', 'stop', 'cancel']);
  });

  it('let an interrupted one go on', () => {
    expect(types(runControls({ ...run, phase: 'interrupted' }))).toContain('resume');
  });

  it('do not repeat what its problem offers already', () => {
    const problem = { message: 'The engine ended.', nextSteps: [{ type: 'resume', run: 'r1' } as const] };
    expect(types(runControls({ ...run, phase: 'interrupted', problem }))).not.toContain('resume');
  });

  it('offer the log of a run that failed, if there is one', () => {
    expect(types(runControls({ ...run, phase: 'failed' }))).toContain('showRunLog');
    expect(types(runControls({ ...run, phase: 'failed', hasLog: false }))).not.toContain('showRunLog');
  });
});

describe('an entry of the list', () => {
  it('offers to use a result that is not in use', () => {
    expect(mainAction(entry)).toEqual({ type: 'use', run: 'r1' });
    expect(mainAction({ ...entry, active: true })).toBeUndefined();
  });

  it.each(['paused', 'interrupted'] as const)(
    'offers to go on with a run that is %s, and in its menu to use what it has learnt',
    (status) => {
      const unfinished = { ...entry, status };
      expect(mainAction(unfinished)).toEqual({ type: 'resume', run: 'r1' });
      expect(types(menuActions(unfinished, false))).toContain('use');
      expect(types(menuActions({ ...unfinished, active: true }, false))).not.toContain('use');
    },
  );

  it('offers nothing twice', () => {
    const problem = { message: 'The engine ended.', nextSteps: [{ type: 'resume', run: 'r1' } as const] };
    expect(mainAction({ ...entry, status: 'interrupted', problem })).toBeUndefined();
    expect(types(menuActions(entry, false))).not.toContain('use');
  });

  it('is shown in full where another one is, unless that is at work', () => {
    const other = { ...run, id: 'r2' };
    expect(types(menuActions(entry, false))).toContain('show');
    expect(types(menuActions(entry, false, { ...other, phase: 'done' }))).toContain('show');
    expect(types(menuActions(entry, false, { ...other, phase: 'training' }))).not.toContain('show');
    expect(types(menuActions(entry, false, { ...other, id: 'r1', phase: 'done' }))).not.toContain('show');
  });

  it.each(['done', 'stopped'] as const)('can be made again once it is %s', (status) => {
    expect(types(menuActions({ ...entry, status }, false))).toContain('retry');
    expect(types(menuActions({ ...entry, status: 'paused' }, false))).not.toContain('retry');
  });

  it('can be compared only when there is another result', () => {
    expect(types(menuActions(entry, true))).toContain('compare');
    expect(types(menuActions(entry, false))).not.toContain('compare');
  });

  it('can be exported once there is a result', () => {
    const { gain, ...without } = entry;
    expect(types(menuActions({ ...without, ...(gain && { gain }) }, false))).toContain('export');
    expect(types(menuActions(without, false))).not.toContain('export');
  });

  it('offers its log in its menu, if there is one', () => {
    expect(types(menuActions(entry, false))).toContain('showRunLog');
    expect(types(menuActions({ ...entry, hasLog: false }, false))).not.toContain('showRunLog');
  });

  it('can be discarded while it waits', () => {
    expect(menuActions({ ...entry, status: 'queued' }, false)).toContainEqual({ type: 'cancel', run: 'r1' });
    expect(types(menuActions({ ...entry, status: 'running' }, false))).not.toContain('cancel');
  });

  it('cannot be deleted while it learns', () => {
    expect(types(menuActions({ ...entry, status: 'running' }, false))).not.toContain('delete');
    expect(types(menuActions(entry, false))).toContain('delete');
  });

  it('tells its problem unless that is told where the run is on display', () => {
    const failed = { ...entry, problem: { message: 'Not valid JSON.', nextSteps: [] } };
    expect(problemInList(failed, run)).toBeUndefined();
    expect(problemInList(failed, { ...run, id: 'r2' })).toBe(failed.problem);
  });
});

describe('figures', () => {
  it('are shown from the first one on', () => {
    expect(isMeasured(run)).toBe(false);
    expect(isMeasured({ ...run, before: metrics })).toBe(true);
    expect(isMeasured({ ...run, trainingLoss: [{ step: 1, loss: 5 }] })).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';

import type { TrainingEvent } from '../../../src/protocol/runFolder';
import { RunHistory } from '../../../src/runs/runHistory';
import { doneEvent, evaluationEvent, metrics, progressEvent, startEvent } from './support';

/** The history of events that happened at the given seconds. */
function historyOf(...events: (readonly [seconds: number, event: TrainingEvent])[]): RunHistory {
  const history = new RunHistory();
  for (const [seconds, event] of events) history.add({ ...event, time: 1_000 * seconds });
  return history;
}

describe('RunHistory', () => {
  it('gathers the losses, and keeps the base model apart from what is learnt', () => {
    const history = historyOf(
      [0, startEvent()],
      [0, evaluationEvent(0, false)],
      [1, progressEvent(1)],
      [2, progressEvent(2)],
      [3, evaluationEvent(2)],
      [4, doneEvent(false)],
    );
    expect(history.trainingLoss).toEqual([
      { step: 1, loss: 9 },
      { step: 2, loss: 8 },
    ]);
    expect(history.before?.step).toBe(0);
    expect(history.best?.step).toBe(2);
    expect(history.done?.stopped).toBe(false);
  });

  it('has the only measurement of a run that is stopped early, also when it goes on and is stopped again', () => {
    const stopped = [
      [0, startEvent()],
      [0, evaluationEvent(0, false)],
      [1, progressEvent(3)],
      [2, doneEvent(true)],
    ] as const;
    const curve = [
      { step: 0, loss: metrics.loss },
      { step: 3, loss: metrics.loss },
    ];
    expect(historyOf(...stopped).validationLoss).toEqual(curve);
    const again = historyOf(...stopped, [3, startEvent(3)], [4, progressEvent(5)], [5, doneEvent(true)]);
    expect(again.validationLoss).toEqual(curve);
  });

  it('has a curve that ends with the result, also where that is none of the last evaluation', () => {
    const history = historyOf(
      [0, startEvent()],
      [0, evaluationEvent(0, false, 7)],
      [1, evaluationEvent(3, true, 2)],
      [2, evaluationEvent(6, false, 4)],
      [3, progressEvent(8)],
      [4, doneEvent(true, 2)],
    );
    expect(history.validationLoss.map(({ step, loss }) => [step, loss])).toEqual([
      [0, 7],
      [3, 2],
      [6, 4],
      [8, 2],
    ]);
  });

  it('counts the time of work, not that of a pause', () => {
    const history = historyOf(
      [0, startEvent()],
      [10, progressEvent(1)],
      [1_000, startEvent(1)],
      [1_005, progressEvent(2)],
    );
    expect(history.elapsed).toBe(15_000);
  });

  it('counts the preparation of each session, and none of it twice', () => {
    const history = new RunHistory();
    history.add({ ...startEvent(), began: 10_000, time: 14_000 });
    history.add({ ...progressEvent(1), time: 15_000 });
    // The graphics card failed, and the processor goes on in the same session.
    history.add({ ...startEvent(), began: 10_000, time: 17_000 });
    history.add({ ...startEvent(1), began: 100_000, time: 103_000 });
    expect(history.elapsed).toBe(10_000);
  });

  it('counts no time backwards where the clock was set back', () => {
    const history = historyOf(
      [100, startEvent()],
      [101, progressEvent(1)],
      [1, progressEvent(2)],
      [3, doneEvent(false)],
    );
    expect(history.elapsed).toBe(3_000);
  });

  it('does not count the time in which the computer slept', () => {
    const history = historyOf(
      [0, startEvent()],
      [10, progressEvent(1)],
      [8 * 3_600, progressEvent(2)],
      [8 * 3_600 + 5, progressEvent(3)],
    );
    expect(history.elapsed).toBe(15_000);
  });

  it('has worked as long after its end, whatever of that its engine has counted', () => {
    const history = historyOf([0, startEvent()], [30, progressEvent(1)], [31, doneEvent(true)]);
    expect(history.done?.seconds).toBe(1);
    expect(history.elapsed).toBe(31_000);
  });

  it('tells how sentences were completed in the order of the steps', () => {
    const history = historyOf([0, startEvent()], [1, evaluationEvent(1)], [2, evaluationEvent(2)]);
    expect(history.probes.map(({ step }) => step)).toEqual([1, 2]);
  });

  it('forgets what was done after the checkpoint that a run goes on from', () => {
    const history = historyOf(
      [0, startEvent()],
      [1, progressEvent(1)],
      [2, evaluationEvent(1)],
      [3, progressEvent(2)],
      [4, evaluationEvent(2)],
      [5, startEvent(1)],
    );
    expect(history.trainingLoss.map(({ step }) => step)).toEqual([1]);
    expect(history.validationLoss.map(({ step }) => step)).toEqual([1]);
    expect(history.probes.map(({ step }) => step)).toEqual([1]);
    expect(history.progress).toBeUndefined();
  });

  it('forgets everything when a run starts afresh', () => {
    const history = historyOf([0, startEvent()], [1, progressEvent(1)], [2, startEvent()]);
    expect(history.trainingLoss).toEqual([]);
  });

  it('is not done any more when a stopped run goes on', () => {
    const history = historyOf([0, startEvent()], [1, doneEvent(true)], [2, startEvent(1)]);
    expect(history.done).toBeUndefined();
  });
});

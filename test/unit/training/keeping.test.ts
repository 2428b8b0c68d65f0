import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { slotCount } from '../../../src/core/bert/batch';
import { Evaluator } from '../../../src/core/training/evaluator';
import type { TrainingEvent } from '../../../src/core/training/events';
import { fineTune } from '../../../src/core/training/fineTune';
import { HostTrainer } from '../../../src/core/training/hostTrainer';
import { Pace } from '../../../src/core/training/pace';
import { temporaryFolder } from '../modelFiles/temporaryFolder';
import { tinyRequest } from './tinyRequest';

const folder = temporaryFolder();

afterEach(() => {
  vi.restoreAllMocks();
});

/** Every evaluation of the base model and of a run finds the next of these losses, the same for each of some sentences. */
function findLosses(losses: readonly number[], sentences = 12): void {
  const left = [...losses];
  vi.spyOn(Evaluator.prototype, 'evaluate').mockImplementation(() => {
    const loss = left.shift() ?? NaN;
    return Promise.resolve({
      metrics: { loss, perplexity: Math.exp(loss), top1: 0.5, top5: 0.5, retention: 0.5 },
      losses: new Array<number>(sentences).fill(loss),
      plainLoss: 1,
    });
  });
}

/**
 * Trains all weights of the tiny model, so that the result is what was learnt, in twelve steps with an evaluation after
 * every second one.
 *
 * @param stopAt the step after whose evaluation the run is stopped
 */
async function train(stopAt?: number) {
  const out = join(folder.path, `stopped at ${stopAt ?? 'no step'}`);
  const stopping = new AbortController();
  const events: TrainingEvent[] = [];
  await fineTune(
    { ...tinyRequest(out), method: 'full' },
    (event) => {
      events.push(event);
      if (event.type === 'evaluation' && event.step === stopAt) stopping.abort();
    },
    stopping.signal,
  );
  const evaluations = events.filter((event) => event.type === 'evaluation');
  return {
    best: evaluations.map(({ step, best }) => [step, best]),
    last: evaluations.at(-1),
    done: events.find((event) => event.type === 'done'),
    weights: await readFile(join(out, 'model.safetensors')),
  };
}

describe('a run that gets worse', () => {
  const worsening = [6, 4, 3, 3.5, 3.2, 3.1, 3.3];

  it('ends at the third evaluation in a row that is worse than the best', async () => {
    findLosses(worsening);
    const { best, done } = await train();
    expect(best).toEqual([
      [0, false],
      [2, true],
      [4, true],
      [6, false],
      [8, false],
      [10, false],
    ]);
    expect(done).toMatchObject({ stopped: false });
  });

  it('results in the weights of the best evaluation, and its last one tells of them', async () => {
    findLosses(worsening);
    const { last, done, weights } = await train();
    expect(last).toMatchObject({ step: 10, loss: 3 });
    expect(done).toMatchObject({ metrics: { loss: 3 }, before: { loss: 6 } });
    findLosses([6, 4, 3]);
    const { weights: ofBest } = await train(4);
    expect(weights.equals(ofBest)).toBe(true);
    findLosses([6, 4, 3, 2.5]);
    const { weights: ofLater } = await train(6);
    expect(weights.equals(ofLater)).toBe(false);
  });

  it('goes on to its end when it gets better again in time', async () => {
    findLosses([6, 3, 4, 4, 2, 4, 4]);
    const { best, done } = await train();
    expect(best).toEqual([
      [0, false],
      [2, true],
      [4, false],
      [6, false],
      [8, true],
      [10, false],
      [12, false],
    ]);
    expect(done).toMatchObject({ metrics: { loss: 2 } });
  });

  it('goes on to its end, with what it has learnt by then, where too few sentences tell that it is worse', async () => {
    findLosses([6, 3, 4, 4, 4, 4, 5], 4);
    const { best, done } = await train();
    expect(best.slice(1).every(([, isBest]) => isBest)).toBe(true);
    expect(best.at(-1)).toEqual([12, true]);
    expect(done).toMatchObject({ metrics: { loss: 5 } });
  });
});

describe('the progress of a run', () => {
  /** A run that tells of each step. */
  async function progressOf(learningRate: number) {
    vi.spyOn(Pace.prototype, 'isTimeToTell').mockReturnValue(true);
    const events: TrainingEvent[] = [];
    await fineTune(
      { ...tinyRequest(join(folder.path, 'result')), learningRate, steps: 20 },
      (event) => events.push(event),
      new AbortController().signal,
    );
    return events.filter((event) => event.type === 'progress');
  }

  it('tells learning rates that rise to the peak and then fall, as they are used', async () => {
    const step = vi.spyOn(HostTrainer.prototype, 'step');
    const peak = 1e-3;
    const rates = (await progressOf(peak)).map(({ learningRate }) => learningRate);
    expect(rates).toHaveLength(20);
    expect(rates).toEqual(step.mock.calls.map(([, rate]) => rate));
    expect(Math.max(...rates)).toBe(peak);
    const top = rates.indexOf(peak);
    expect(top).toBe(2);
    expect(rates.slice(0, top + 1)).toEqual(rates.slice(0, top + 1).toSorted((a, b) => a - b));
    expect(new Set(rates.slice(top)).size).toBe(20 - top);
    expect(rates.slice(top)).toEqual(rates.slice(top).toSorted((a, b) => b - a));
    expect(rates.at(-1)).toBeGreaterThan(0);
  });

  it('tells the loss on the person’s text without that on the plain sentences replayed beside it', async () => {
    const slots: { text: number; replayed: number }[] = [];
    vi.spyOn(HostTrainer.prototype, 'step').mockImplementation((rows) => {
      const text = slotCount(rows.filter(({ choices }) => choices === 1));
      slots.push({ text, replayed: slotCount(rows) - text });
      return Promise.resolve(new Float32Array(slotCount(rows)).fill(1));
    });
    const told = (await progressOf(1e-3)).map(({ loss }) => loss);
    expect(told).toEqual(slots.map(({ text }) => text));
    expect(slots.some(({ replayed }) => replayed > 0)).toBe(true);
  });
});

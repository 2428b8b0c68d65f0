/** Finds out how long a run would take, by taking its first steps. */
import { trainableModel } from '../core/bert/trainable';
import { chooseDevice } from '../core/graph/devices/chooseDevice';
import { DeviceFailure, type Device } from '../core/graph/devices/device';
import { randomFor } from '../core/random';
import { Lesson } from '../core/training/lesson';
import { prepare, sizesOf, type Preparation } from '../core/training/preparation';
import { chooseSettings } from '../core/training/settings';
import { createTrainer } from '../core/training/trainer';
import type { CheckRequest, DeviceChoice } from '../protocol/engine';
import { efforts, type Effort } from '../protocol/runFolder';
import { plannedRequest } from './corpusRequest';

/** The first step also warms the runtime up and does not count. */
const measuredSteps = 3;
/** What evaluations, checkpoints and loading add to the steps. */
const overhead = { share: 0.25, seconds: 3 };

/** @returns expected seconds by effort */
export async function expectedDurations(
  request: CheckRequest,
  choice: DeviceChoice,
): Promise<Record<Effort, number>> {
  const planned = plannedRequest(request);
  const preparation = await prepare(planned);
  const device = await chooseDevice(choice, preparation.model.config);
  const secondsPerStep = await measureStep(preparation, device).catch((error: unknown) => {
    if (error instanceof DeviceFailure) return measureStep(preparation, 'cpu');
    throw error;
  });
  const secondsFor = (effort: Effort): number => {
    const { totalSteps } = chooseSettings({ ...planned, effort }, sizesOf(preparation));
    return overhead.seconds + (1 + overhead.share) * secondsPerStep * totalSteps;
  };
  return Object.fromEntries(efforts.map((effort) => [effort, secondsFor(effort)])) as Record<Effort, number>;
}

/** Seconds of a step; plain sentences, which are replayed in each, cost as much as the corpus's own. */
async function measureStep(preparation: Preparation, device: Device): Promise<number> {
  const { settings, model, newIds, terms, training, replay: plain } = preparation;
  const random = randomFor(settings.seed, 'initial LoRA');
  const trainable = trainableModel(model, settings.method, { newIds, random, device });
  const trainer = await createTrainer(trainable, { device });
  const lesson = new Lesson({ tokenizer: model.tokenizer, terms, training, plain, replay: [] }, settings);
  try {
    let began = performance.now();
    for (let step = 0; step <= measuredSteps; step++) {
      if (step === 1) began = performance.now();
      await trainer.step(lesson.at(step).rows, 0);
    }
    return ((1 + settings.replayRatio) * (performance.now() - began)) / measuredSteps / 1000;
  } finally {
    await trainer.release();
  }
}

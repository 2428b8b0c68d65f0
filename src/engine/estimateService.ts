/** Finds out what a run would take, by taking its first steps. */
import { tokenCount } from '../core/bert/batch';
import { chooseDevice } from '../core/graph/devices/chooseDevice';
import { DeviceFailure, type Device } from '../core/graph/devices/device';
import { Lesson } from '../core/training/lesson';
import { prepare, sizesOf, trainableFor, type Preparation } from '../core/training/preparation';
import { replayMasks, replayVariants } from '../core/training/replay';
import { chooseSettings } from '../core/training/settings';
import { createTrainer } from '../core/training/trainer';
import { rowOf, type TrainingRow } from '../core/training/trainingRow';
import type { CheckRequest, DeviceChoice, RunEstimate } from '../protocol/engine';
import type { Effort } from '../protocol/runFolder';
import { checkPrepared } from './checkService';
import { plannedRequest } from './plannedRequest';

/** The first step also warms the runtime up and does not count. */
const measuredSteps = 3;
/** The tokens of a step are averaged over so many steps. */
const countedSteps = 30;
/** The time that predicting takes, as a share of a training step with as many tokens: the rest is the backward pass. */
const predictingShare = 1 / 3;
/** Of the sentences kept back, one with a word of the person's own is looked at twice. */
const looksAtValidation = 2;
/** Seconds for loading, and for writing checkpoints and the result. */
const overhead = 3;

/** @throws {UserError} as `checkCorpus` */
export async function estimateRun(request: CheckRequest, choice: DeviceChoice): Promise<RunEstimate> {
  const planned = plannedRequest(request);
  const preparation = await prepare(planned);
  const check = checkPrepared(preparation);
  const steps = firstSteps(preparation);
  const tokensPerStep = tokenCount(steps.flat()) / steps.length;
  const secondsPerToken = await chooseDevice(choice, preparation.model.config)
    .then((device) => measureSteps(preparation, steps, device))
    .catch((error: unknown) => {
      if (error instanceof DeviceFailure) return measureSteps(preparation, steps, 'cpu');
      throw error;
    });
  const secondsFor = (effort: Effort): number => {
    const { totalSteps, evaluateEvery } = chooseSettings({ ...planned, effort }, sizesOf(preparation));
    const learnt = totalSteps * tokensPerStep;
    const predicted = tokensPredicted(preparation, Math.ceil(totalSteps / evaluateEvery));
    return overhead + secondsPerToken * (learnt + predictingShare * predicted);
  };
  return {
    check,
    seconds: {
      quick: secondsFor('quick'),
      balanced: secondsFor('balanced'),
      thorough: secondsFor('thorough'),
    },
    memory: process.resourceUsage().maxRSS * 1024,
  };
}

/** The base model's predictions for what is replayed, and those of each evaluation, the one before the run included. */
function tokensPredicted(
  { replay, validation, retention, settings }: Preparation,
  evaluations: number,
): number {
  const judged =
    looksAtValidation * tokenCount(validation) + settings.retentionCopies * tokenCount(retention);
  return replayVariants * tokenCount(replay) + (evaluations + 1) * judged;
}

/** The rows of the first steps of a run. */
function firstSteps({ settings, model, terms, training, replay: plain }: Preparation): TrainingRow[][] {
  const { tokenizer, config } = model;
  const replay = replayMasks(plain, tokenizer, settings.seed).map(rowOf);
  const material = { tokenizer, maxTokens: config.maxPositions, terms, training, plain, replay };
  const lesson = new Lesson(material, settings);
  return Array.from({ length: countedSteps }, (_, step) => {
    const { rows, replayRows } = lesson.at(step);
    return [...rows, ...replayRows];
  });
}

/** Seconds of training for a token. */
async function measureSteps(
  preparation: Preparation,
  steps: readonly TrainingRow[][],
  device: Device,
): Promise<number> {
  const trainer = await createTrainer(trainableFor(preparation, device));
  const [first = [], ...measured] = steps.slice(0, 1 + measuredSteps);
  try {
    await trainer.step(first, 0);
    const began = performance.now();
    for (const rows of measured) await trainer.step(rows, 0);
    return (performance.now() - began) / 1000 / tokenCount(measured.flat());
  } finally {
    await trainer.release();
  }
}

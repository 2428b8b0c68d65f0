import * as l10n from '@vscode/l10n';
import type { Watch } from '../bert/inBatches';
import { Predictor } from '../bert/predictor';
import { Teacher } from '../bert/teacher';
import type { TrainableModel } from '../bert/trainable';
import { UserError } from '../errors';
import type { Device } from '../graph/devices/device';
import { parameterCount } from '../modelFiles/weights';
import type { Rest } from '../rest';
import { hasCheckpoint, readCheckpoint, requireOwnCheckpoint, type Progress } from './checkpoint';
import { Evaluator, type Evaluation } from './evaluator';
import type { StartEvent } from './events';
import { fingerprintOf } from './fingerprint';
import { isTrainedBy } from './headCheck';
import type { Holdings } from './holdings';
import { Lesson } from './lesson';
import { Outcome } from './outcome';
import { Pace } from './pace';
import { trainableFor, type Preparation } from './preparation';
import type { OnPreparing, PreparingStage } from './preparing';
import { replayChoices, replayMasks, replayRows } from './replay';
import type { FineTuneRequest } from './request';
import { Run, type RunOwner, type RunParts } from './run';
import { createTrainer, type Trainer } from './trainer';
import type { TrainingRow } from './trainingRow';

/** What a run computes on, and why that is not what it should have been. */
export interface Place {
  readonly device: Device;
  readonly deviceProblem?: string;
}

/** What guides a run from outside. */
export interface Guidance extends RunOwner {
  /** Ends it. */
  readonly signal: AbortSignal;
  /** What its computations wait for. */
  readonly rest: Rest | undefined;
  /** Is told what is done before its first event. */
  readonly onPreparing: OnPreparing | undefined;
}

/**
 * Loads everything, measures the base model, and goes on from a checkpoint if asked to.
 *
 * @param holdings get what has been loaded, also when this fails.
 * @throws UserError when the checkpoint is not this run's, or damaged, or nothing can be computed with the base model;
 * what `signal` was aborted with, unless there is a checkpoint
 */
export async function beginRun(
  request: FineTuneRequest,
  preparation: Preparation,
  place: Place,
  guidance: Guidance,
  holdings: Holdings,
): Promise<Run> {
  const fingerprint = fingerprintOf(preparation);
  const resumes = request.resume === true && hasCheckpoint(request.out);
  if (resumes) await requireOwnCheckpoint(request.out, fingerprint); // before what takes minutes

  const pace = new Pace();
  const trainable = trainableFor(preparation, place.device);
  const parts = await load(preparation, trainable, resumes, guidance, holdings);
  const { trainer, outcome, evaluator } = parts;
  const resumed = resumes ? await readCheckpoint(request.out, fingerprint, trainable.initial) : undefined;
  const start = resumed ?? {
    progress: beginning(await evaluator.evaluate(watchOf('measuring', guidance)), outcome),
  };
  if (resumed) {
    trainer.restore(resumed.training);
    outcome.share = resumed.progress.share;
    pace.goOnFrom(resumed.progress.seconds);
  }
  guidance.onEvent({
    ...startEvent(preparation, trainer, place),
    ...(resumed
      ? { resumedAt: resumed.progress.step } // it has been said before what there is to say
      : !isTrainedBy(start.progress.plainLoss, preparation.model.tokenizer) && { untrainedHead: true }),
  });
  return new Run({ request, preparation, fingerprint }, parts, guidance, pace, start);
}

async function load(
  preparation: Preparation,
  trainable: TrainableModel,
  resumes: boolean,
  guidance: Guidance,
  holdings: Holdings,
): Promise<RunParts> {
  const { settings, model, terms, training, replay: plain } = preparation;
  const { config, device, layers } = trainable;
  const { signal, rest } = guidance;
  const outcomeOf = Outcome.of(trainable, settings);
  const trainer = holdings.hold(await createTrainer(trainable, { rest }));
  const outcome = outcomeOf(trainer);
  const predictor = holdings.hold(
    await Predictor.over(config, layers, () => outcome.inputs, { device, rest }),
  );
  const replay = await replayOf(preparation, trainable, trainer, guidance).catch((error: unknown) => {
    if (resumes && error === signal.reason) return []; // it ends with what was learnt, and replays nothing
    throw error;
  });
  const material = {
    tokenizer: model.tokenizer,
    maxTokens: config.maxPositions,
    terms,
    training,
    plain,
    replay,
  };
  const lesson = new Lesson(material, settings);
  return { trainer, lesson, outcome, predictor, evaluator: new Evaluator(predictor, device, preparation) };
}

/** The rows to replay: plain sentences, with what the base model predicts for their masks. */
async function replayOf(
  { replay, model, settings }: Preparation,
  { config, layers, device }: TrainableModel,
  trainer: Trainer,
  guidance: Guidance,
): Promise<TrainingRow[]> {
  const options = { device, rest: guidance.rest, most: replayChoices };
  const teacher = await Teacher.over(config, layers, () => trainer.weightInputs, options);
  try {
    const masked = replayMasks(replay, model.tokenizer, settings.seed);
    return await replayRows(teacher, masked, watchOf('plainSentences', guidance));
  } finally {
    await teacher.release().catch(() => undefined);
  }
}

function watchOf(stage: PreparingStage, { signal, onPreparing }: Guidance): Watch {
  return { signal, onProgress: (share) => onPreparing?.(stage, share) };
}

/** How a run begins, after a look at the base model. @throws UserError when that has computed no number. */
function beginning({ metrics: before, plainLoss }: Evaluation, { share }: Outcome): Progress {
  if (!Number.isFinite(plainLoss)) throw tooLargeWeights();
  return { step: 0, seconds: 0, before, plainLoss, share, lowest: [], worse: 0 };
}

/** Of a base model whose weights are numbers all of them, but overflow where they are multiplied. */
function tooLargeWeights(): UserError {
  return new UserError(
    l10n.t(
      'Nothing can be computed with the weights of the base model: they are too large, as happens when training gets out of control. Please start from another model.',
    ),
  );
}

function startEvent(preparation: Preparation, { parameters }: Trainer, place: Place): StartEvent {
  const { settings, report, terms, newCharacters, training, validation, checkedOnItself, model } =
    preparation;
  return {
    type: 'start',
    sentences: report.sentences,
    ...(report.sampledFrom !== undefined && { sampledFrom: report.sampledFrom }),
    trainingExamples: training.length,
    validationExamples: validation.length,
    ...(checkedOnItself && { checkedOnItself }),
    duplicates: report.duplicates,
    skipped: report.skipped,
    terms: [...terms],
    newCharacters: [...newCharacters],
    method: settings.method.kind,
    ...place,
    totalSteps: settings.totalSteps,
    trainableParameters: parameters,
    parameters: parameterCount(model.weights),
    seed: settings.seed,
  };
}

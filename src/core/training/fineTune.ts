import { slotCount, tokenCount, type Watch } from '../bert/batch';
import { Predictor } from '../bert/predictor';
import { Teacher } from '../bert/teacher';
import { trainableModel, type TrainableModel } from '../bert/trainable';
import { DeviceFailure, requireSound, type Device } from '../graph/devices/device';
import { chooseDevice } from '../graph/devices/chooseDevice';
import type { MaskedExample } from '../masking/masker';
import { parameterCount, type Weights } from '../modelFiles/safetensors';
import { randomFor } from '../random';
import type { Rest } from '../rest';
import {
  hasCheckpoint,
  readCheckpoint,
  requireOwnCheckpoint,
  wordsBegunWith,
  writeCheckpoint,
  type Progress,
} from './checkpoint';
import { isWorse } from './pairedTest';
import { requireConvergent } from './divergence';
import { accuracyOf, evaluate } from './evaluation';
import type { Metrics, StartEvent, TrainingEvent } from './events';
import { fingerprintOf, type Fingerprint } from './fingerprint';
import { isTrainedBy } from './headCheck';
import { Holdings } from './holdings';
import { frozenMasks, Lesson, retentionMasks } from './lesson';
import { meanOf } from './mean';
import { prepare, type Preparation } from './preparation';
import type { OnPreparing, PreparingStage } from './preparing';
import { replayChoices, replayMasks, replayRows } from './replay';
import type { FineTuneRequest } from './request';
import { requireUsableFolder, writeResult } from './result';
import { learningRateShare } from './schedule';
import { Outcome } from './outcome';
import { Pace } from './pace';
import { fillProbes } from './fillProbes';
import { createTrainer, type Trainer } from './trainer';
import type { TrainingRow } from './trainingRow';

export type { FineTuneRequest } from './request';

/** The least seconds between two checkpoints. */
const checkpointInterval = 15;
/** … and the least time between them in times of what writing one takes. */
const checkpointRatio = 20;

export interface FineTuneOptions {
  /** Is told before the first event what is done until then. */
  readonly onPreparing?: OnPreparing | undefined;
  /** What the run's computations wait for. */
  readonly rest?: Rest | undefined;
  /** Is asked before anything is written to `request.out`; what it throws ends the run, and nothing is written. */
  readonly requireRight?: () => Promise<void>;
}

/**
 * Fine-tunes a model on a corpus and writes the result to `request.out`.
 *
 * @param onEvent is told how it goes; the last event is `done`.
 * @param signal ends the run between two steps: what was learnt is kept, and the run can be resumed. Before its first
 * step it ends between two runs of the base model.
 * Where a graphics card fails, the run goes on on the processor from its last checkpoint, or from its beginning.
 *
 * @throws UserError when the corpus, the base model or the folder cannot be used; what `signal` was aborted with, when
 * that was before anything was learnt; what `requireRight` throws. Earlier results are whole then.
 */
export async function fineTune(
  request: FineTuneRequest,
  onEvent: (event: TrainingEvent) => void,
  signal: AbortSignal,
  { onPreparing, rest, requireRight = () => Promise.resolve() }: FineTuneOptions = {},
): Promise<void> {
  await requireUsableFolder(request.out);
  const preparation = await prepare(await withWordsBegunWith(request), signal, onPreparing);
  signal.throwIfAborted();
  const device = await chooseDevice(request.device ?? 'auto', preparation.model.config);
  let resume = request.resume ?? false;
  const trainOn = async (place: Place): Promise<void> => {
    const tell = (event: TrainingEvent): void => {
      resume ||= event.type === 'checkpoint';
      onEvent(event);
    };
    const holdings = new Holdings();
    try {
      const run = await Run.begin({ ...request, resume }, preparation, place, tell, holdings, {
        signal,
        onPreparing,
        rest,
        requireRight,
      });
      await run.train(signal);
    } finally {
      await holdings.release();
    }
  };
  try {
    await trainOn({ device });
  } catch (error) {
    if (!(error instanceof DeviceFailure)) throw error;
    await trainOn({ device: 'cpu', deviceProblem: error.message });
  }
}

/** Words are not looked for a second time: what is found depends on the system's dictionary, which may be another by now. */
async function withWordsBegunWith(request: FineTuneRequest): Promise<FineTuneRequest> {
  const goesOn = request.resume && hasCheckpoint(request.out);
  return goesOn && !request.terms ? { ...request, terms: await wordsBegunWith(request.out) } : request;
}

/** What a run computes on, and why that is not what it should have been. */
interface Place {
  readonly device: Device;
  readonly deviceProblem?: string;
}

/** What guides a run from outside. */
type Guidance = Pick<FineTuneOptions, 'onPreparing' | 'rest'> &
  Required<Pick<FineTuneOptions, 'requireRight'>> & { readonly signal: AbortSignal };

/** What an evaluation has found. */
interface Look {
  readonly metrics: Metrics;
  /** Of each sentence kept back, the mean over its masked tokens, in nats. */
  readonly losses: number[];
  /** By how many nats the loss on plain sentences has risen. */
  readonly forgotten: number;
}

/** The masks that a run is measured on, the same at every evaluation. */
interface FrozenMasks {
  readonly validation: MaskedExample[][];
  readonly retention: MaskedExample[];
}

class Run {
  private lastCheckpoint: { at: number; took: number };

  private constructor(
    private readonly request: FineTuneRequest,
    private readonly preparation: Preparation,
    private readonly onEvent: (event: TrainingEvent) => void,
    private readonly requireRight: () => Promise<void>,
    private readonly trainer: Trainer,
    private readonly outcome: Outcome,
    private readonly predictor: Predictor,
    private readonly lesson: Lesson,
    private readonly frozen: FrozenMasks,
    private readonly fingerprint: Fingerprint,
    private readonly pace: Pace,
    private readonly place: Place,
    private progress: Progress,
    /** The weights that would be the result. */
    private kept: Weights | undefined,
  ) {
    this.lastCheckpoint = { at: pace.seconds(), took: 0 };
  }

  /**
   * Loads everything, measures the base model, and goes on from a checkpoint if asked to.
   *
   * @throws UserError when the checkpoint is not this run's, or damaged; what `signal` was aborted with,
   * unless there is one
   */
  static async begin(
    request: FineTuneRequest,
    preparation: Preparation,
    place: Place,
    onEvent: (event: TrainingEvent) => void,
    holdings: Holdings,
    { signal, onPreparing, rest, requireRight }: Guidance,
  ): Promise<Run> {
    const fingerprint = fingerprintOf(preparation);
    const resumes = request.resume && hasCheckpoint(request.out);
    if (resumes) await requireOwnCheckpoint(request.out, fingerprint); // before what takes minutes

    const { settings, model, ownIds, terms, training } = preparation;
    const { config, tokenizer } = model;
    const pace = new Pace();
    const random = randomFor(settings.seed, 'initial LoRA');
    const { device } = place;
    const trainable = trainableModel(model, settings.method, { ownIds, random, device });
    const outcomeOf = Outcome.of(trainable, settings);
    const trainer = holdings.hold(await createTrainer(trainable, { rest }));
    const outcome = outcomeOf(trainer);
    const predictor = holdings.hold(
      await Predictor.over(config, trainable.layers, () => outcome.inputs, { device, rest }),
    );
    const watchFor = (stage: PreparingStage): Watch => ({
      signal,
      onProgress: (share) => onPreparing?.(stage, share),
    });
    const replay = await replayOf(preparation, trainable, trainer, {
      watch: watchFor('plainSentences'),
      rest,
    }).catch((error: unknown) => {
      if (resumes && error === signal.reason) return []; // it ends with what was learnt, and replays nothing
      throw error;
    });
    const lesson = new Lesson({ tokenizer, terms, training, plain: preparation.replay, replay }, settings);
    const frozen = frozenMasksOf(preparation);
    const resumed = resumes ? await readCheckpoint(request.out, fingerprint, trainable.initial) : undefined;
    const start =
      resumed?.progress ?? beginning(await measure(predictor, frozen, place, watchFor('measuring')), outcome);
    if (resumed) {
      trainer.restore(resumed);
      outcome.share = resumed.progress.share;
      pace.goOnFrom(resumed.progress.seconds);
    }
    const run = new Run(
      request,
      preparation,
      onEvent,
      requireRight,
      trainer,
      outcome,
      predictor,
      lesson,
      frozen,
      fingerprint,
      pace,
      place,
      start,
      resumed?.kept,
    );
    run.announce({
      ...(resumed
        ? { resumedAt: resumed.progress.step } // it has been said before what there is to say
        : !isTrainedBy(start.plainLoss, tokenizer) && { untrainedHead: true }),
    });
    return run;
  }

  async train(signal: AbortSignal): Promise<void> {
    const { totalSteps, evaluateEvery } = this.preparation.settings;
    if (this.progress.step === 0) await this.tellEvaluation(this.progress.before, false);
    this.pace.begin(this.progress.step);
    while (!this.isOver && !signal.aborted) {
      await this.step();
      const { step } = this.progress;
      if (step % evaluateEvery === 0 || step === totalSteps) await this.evaluate();
      else if (this.isCheckpointDue()) await this.saveCheckpoint();
    }
    if (this.progress.step === 0) signal.throwIfAborted();
    await this.finish(signal.aborted && !this.isOver);
  }

  private async step(): Promise<void> {
    const { settings } = this.preparation;
    const { step } = this.progress;
    const learningRate =
      settings.learningRate * learningRateShare(step, settings.totalSteps, settings.warmUpSteps);
    const { epoch, rows, replayRows } = this.lesson.at(step);
    const losses = await this.trainer.step([...rows, ...replayRows], learningRate);
    requireConvergent(losses, step + 1, settings.learningRate);
    this.progress = { ...this.progress, step: step + 1, seconds: this.pace.seconds() };
    this.pace.count(tokenCount([...rows, ...replayRows]));
    if (!this.pace.isTimeToTell() && step + 1 < settings.totalSteps) return;
    this.onEvent({
      type: 'progress',
      step: step + 1,
      totalSteps: settings.totalSteps,
      epoch,
      loss: losses.subarray(0, slotCount(rows)).reduce((sum, loss) => sum + loss, 0),
      learningRate,
      tokensPerSecond: this.pace.tokensPerSecond(),
      secondsLeft: this.pace.secondsLeft(step + 1, settings.totalSteps),
      memory: process.memoryUsage.rss(),
    });
  }

  private get isOver(): boolean {
    const { totalSteps, patience } = this.preparation.settings;
    return this.progress.step >= totalSteps || this.progress.worse >= patience;
  }

  private async evaluate(): Promise<void> {
    const look = await this.look();
    const { lowest, worse } = this.progress;
    const isKept = lowest.length === 0 || !isWorse(look.losses, lowest);
    if (isKept) await this.keep(look);
    this.outcome.aim(look.forgotten);
    this.progress = {
      ...this.progress,
      share: this.outcome.share,
      worse: isKept ? 0 : worse + 1,
      lowest: lowest.length === 0 || meanOf(look.losses) < meanOf(lowest) ? look.losses : lowest,
    };
    if (this.isOver) await this.settle();
    const { kept } = this.progress;
    await this.tellEvaluation(this.isOver && kept ? kept.metrics : look.metrics, isKept);
    await this.saveCheckpoint();
  }

  /** Measures what the result would be now. */
  private async look(): Promise<Look> {
    await this.outcome.update();
    return this.measure();
  }

  private async measure(): Promise<Look> {
    const { predictor, frozen, progress, preparation, place } = this;
    const { plainLoss, ...figures } = await measure(predictor, frozen, place);
    requireConvergent([figures.metrics.loss, plainLoss], progress.step, preparation.settings.learningRate);
    return { ...figures, forgotten: plainLoss - progress.plainLoss };
  }

  /** What was measured last would be the result. */
  private async keep({ metrics, forgotten }: Look): Promise<void> {
    const { step } = this.progress;
    this.kept = await this.outcome.copy();
    this.progress = { ...this.progress, kept: { step, metrics, forgotten, share: this.outcome.share } };
  }

  /** Brings the result to where it forgets about as much as it may. */
  private async settle(): Promise<void> {
    const { kept } = this.progress;
    if (!kept || !this.kept || !this.outcome.settle(this.kept, kept)) return;
    this.kept = await this.outcome.copy();
    const { metrics, forgotten } = await this.measure();
    const { share } = this.outcome;
    this.progress = { ...this.progress, kept: { ...kept, metrics, forgotten, share } };
  }

  private isCheckpointDue(): boolean {
    const { at, took } = this.lastCheckpoint;
    return this.pace.seconds() - at > Math.max(checkpointInterval, checkpointRatio * took);
  }

  private async saveCheckpoint(): Promise<void> {
    await this.requireRight();
    const began = this.pace.seconds();
    this.progress = { ...this.progress, seconds: began };
    await writeCheckpoint(
      this.request.out,
      this.fingerprint,
      this.progress,
      await this.trainer.state(),
      this.kept,
    );
    this.lastCheckpoint = { at: this.pace.seconds(), took: this.pace.seconds() - began };
    this.onEvent({ type: 'checkpoint', step: this.progress.step, dir: this.request.out });
  }

  /** Writes the result; the weights of this moment if none were measured yet. */
  private async finish(stopped: boolean): Promise<void> {
    if (stopped) await this.saveCheckpoint();
    if (!this.progress.kept) await this.keep(await this.look());
    if (stopped) await this.settle();
    const { kept, before } = this.progress;
    if (!kept || !this.kept) throw new Error('a run ends with what it has kept');
    const { metrics } = kept;
    const seconds = this.pace.seconds();
    await this.requireRight();
    await writeResult(this.request, this.preparation, this.kept, {
      before,
      after: metrics,
      keepCheckpoint: stopped,
    });
    this.onEvent({ type: 'done', dir: this.request.out, seconds, stopped, metrics, before });
  }

  private announce(beginning: Pick<StartEvent, 'resumedAt' | 'untrainedHead'>): void {
    const { settings, report, terms, newCharacters, training, validation, model } = this.preparation;
    this.onEvent({
      type: 'start',
      sentences: report.sentences,
      ...(report.sampledFrom !== undefined && { sampledFrom: report.sampledFrom }),
      trainingExamples: training.length,
      validationExamples: validation.length,
      duplicates: report.duplicates,
      skipped: report.skipped,
      terms: [...terms],
      newCharacters: [...newCharacters],
      method: settings.method.kind,
      ...this.place,
      totalSteps: settings.totalSteps,
      trainableParameters: this.trainer.parameters,
      parameters: parameterCount(model.weights),
      seed: settings.seed,
      ...beginning,
    });
  }

  private async tellEvaluation(metrics: Metrics, kept: boolean): Promise<void> {
    const { request, predictor, preparation } = this;
    const probes = await fillProbes(request.probes ?? [], {
      model: predictor,
      tokenizer: preparation.model.tokenizer,
      terms: [...new Set([...preparation.terms, ...preparation.baseTerms])],
    });
    this.onEvent({ type: 'evaluation', step: this.progress.step, ...metrics, best: kept, probes });
  }
}

/** The rows to replay: plain sentences, with what the base model predicts for their masks. */
async function replayOf(
  { replay, model, settings }: Preparation,
  { config, layers, device }: TrainableModel,
  trainer: Trainer,
  { watch, rest }: Pick<Guidance, 'rest'> & { readonly watch: Watch },
): Promise<TrainingRow[]> {
  const options = { device, rest, most: replayChoices };
  const teacher = await Teacher.over(config, layers, () => trainer.weightInputs, options);
  try {
    return await replayRows(teacher, replayMasks(replay, model.tokenizer, settings.seed), watch);
  } finally {
    await teacher.release().catch(() => undefined);
  }
}

function frozenMasksOf({ validation, retention, model, terms, settings }: Preparation): FrozenMasks {
  const { tokenizer } = model;
  return {
    validation: frozenMasks(validation, { tokenizer, terms }, settings.seed),
    retention: retentionMasks(retention, tokenizer, settings.retentionCopies),
  };
}

/** `plainLoss` is the loss on plain sentences, in nats. */
async function measure(
  predictor: Predictor,
  { validation, retention }: FrozenMasks,
  { device }: Place,
  { signal, onProgress }: Watch = {},
): Promise<{ metrics: Metrics; losses: number[]; plainLoss: number }> {
  const judged = validation.flat();
  const plainShare = tokenCount(retention) / (tokenCount(retention) + tokenCount(judged));
  const plain = await evaluate(predictor, retention, {
    signal,
    onProgress: (share) => onProgress?.(share * plainShare),
  });
  const judgements = await predictor.judge(judged, {
    signal,
    onProgress: (share) => onProgress?.(plainShare + share * (1 - plainShare)),
  });
  const { loss, perplexity, top1, top5 } = accuracyOf(judgements);
  if (device !== 'cpu') requireSound([loss, plain.loss]);
  return {
    metrics: { loss, perplexity, top1, top5, retention: plain.top1 },
    losses: lossesBySentence(validation, judgements),
    plainLoss: plain.loss,
  };
}

/** The mean loss of each sentence over its masked tokens, however it was masked. */
function lossesBySentence(
  sentences: readonly MaskedExample[][],
  judgements: readonly { loss: number }[],
): number[] {
  let next = 0;
  return sentences.flatMap((masked) => {
    const slots = slotCount(masked);
    const losses = judgements.slice(next, (next += slots)).map(({ loss }) => loss);
    return slots > 0 ? [meanOf(losses)] : [];
  });
}

/** How a run begins, after a look at the base model. */
function beginning(
  { metrics: before, plainLoss }: Awaited<ReturnType<typeof measure>>,
  { share }: Outcome,
): Progress {
  return { step: 0, seconds: 0, before, plainLoss, share, lowest: [], worse: 0 };
}

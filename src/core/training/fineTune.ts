import type { Judgement } from '../bert/judge';
import { Predictor } from '../bert/predictor';
import { Teacher } from '../bert/teacher';
import { trainableModel } from '../bert/trainable';
import { fill } from '../filling/fill';
import { DeviceFailure, type Device } from '../graph/devices/device';
import { chooseDevice } from '../graph/devices/chooseDevice';
import type { MaskedExample } from '../masking/masker';
import { parameterCount, type Weights } from '../modelFiles/safetensors';
import { randomFor } from '../random';
import { hasCheckpoint, readCheckpoint, writeCheckpoint, type Progress } from './checkpoint';
import { isWorse } from './comparison';
import { accuracyOf, evaluate } from './evaluation';
import type { Metrics, StartEvent, TrainingEvent } from './events';
import { isTrainedBy } from './headCheck';
import { frozenMasks, Lesson, retentionMasks } from './lesson';
import { prepare, type Preparation } from './preparation';
import { replayChoices, replayMasks, replayRows } from './replay';
import type { FineTuneRequest } from './request';
import { fingerprintOf, requireUsableFolder, writeResult } from './result';
import { learningRateShare } from './schedule';
import { Outcome } from './outcome';
import { Pace } from './pace';
import { createTrainer, type Trainer } from './trainer';

export type { FineTuneRequest } from './request';

/** The least seconds between two checkpoints. */
const checkpointInterval = 15;
/** … and the least time between them in times of what writing one takes. */
const checkpointRatio = 20;

/**
 * Fine-tunes a model on a corpus and writes the result to `request.out`.
 *
 * @param onEvent is told how it goes; the last event is `done`.
 * @param onReading is told before which share of the corpus has been read.
 * @param signal ends the run between two steps: what was learnt is kept, and the run can be resumed.
 * Where a graphics card fails, the run goes on on the processor from its last checkpoint, or from its beginning.
 *
 * @throws UserError when the corpus, the base model or the folder cannot be used; earlier results are whole then.
 */
export async function fineTune(
  request: FineTuneRequest,
  onEvent: (event: TrainingEvent) => void,
  signal: AbortSignal,
  onReading?: (share: number) => void,
): Promise<void> {
  await requireUsableFolder(request.out);
  const preparation = await prepare(request, onReading);
  const device = await chooseDevice(request.device ?? 'auto', preparation.model.config);
  let resume = request.resume ?? false;
  const trainOn = async (place: Place): Promise<void> => {
    const tell = (event: TrainingEvent): void => {
      resume ||= event.type === 'checkpoint';
      onEvent(event);
    };
    const run = await Run.begin({ ...request, resume }, preparation, place, tell);
    try {
      await run.train(signal);
    } finally {
      await run.release();
    }
  };
  try {
    await trainOn({ device });
  } catch (error) {
    if (!(error instanceof DeviceFailure)) throw error;
    await trainOn({ device: 'cpu', deviceProblem: error.message });
  }
}

/** What a run computes on, and why that is not what it should have been. */
interface Place {
  readonly device: Device;
  readonly deviceProblem?: string;
}

class Run {
  private progress: Progress;
  /** The weights that would be the result. */
  private kept: Weights | undefined;
  private lastCheckpoint: { at: number; took: number };

  private constructor(
    private readonly request: FineTuneRequest,
    private readonly preparation: Preparation,
    private readonly onEvent: (event: TrainingEvent) => void,
    private readonly trainer: Trainer,
    private readonly outcome: Outcome,
    private readonly predictor: Predictor,
    private readonly lesson: Lesson,
    private readonly frozen: { validation: MaskedExample[]; retention: MaskedExample[] },
    private readonly fingerprint: string,
    private readonly pace: Pace,
    private readonly place: Place,
    start: Pick<Progress, 'before' | 'plainLoss'>,
  ) {
    const { share } = outcome;
    this.progress = { step: 0, updates: 0, seconds: 0, ...start, share, lowest: [], worse: 0 };
    this.lastCheckpoint = { at: pace.seconds(), took: 0 };
  }

  /** Loads everything, measures the base model, and goes on from a checkpoint if asked to. */
  static async begin(
    request: FineTuneRequest,
    preparation: Preparation,
    place: Place,
    onEvent: (event: TrainingEvent) => void,
  ): Promise<Run> {
    const { settings, model, newIds, terms, training } = preparation;
    const { config, tokenizer } = model;
    const pace = new Pace();
    const random = randomFor(settings.seed, 'initial LoRA');
    const { device } = place;
    const trainable = trainableModel(model, settings.method, { newIds, random, device });
    const outcomeOf = Outcome.of(trainable, settings);
    const trainer = await createTrainer(trainable, { device });
    const outcome = outcomeOf(trainer);
    const predictor = await Predictor.over(config, trainable.layers, () => outcome.inputs, { device });

    const teacher = await Teacher.over(config, trainable.layers, () => trainer.weightInputs, {
      device,
      most: replayChoices,
    });
    const replay = await replayRows(teacher, replayMasks(preparation.replay, tokenizer, settings.seed));
    await teacher.release();
    const lesson = new Lesson({ tokenizer, terms, training, plain: preparation.replay, replay }, settings);
    const frozen = {
      validation: frozenMasks(preparation.validation, { tokenizer, terms }, settings.seed),
      retention: retentionMasks(preparation.retention, tokenizer, settings.retentionCopies),
    };
    const fingerprint = fingerprintOf(preparation);
    const resumed =
      request.resume && hasCheckpoint(request.out)
        ? await readCheckpoint(request.out, fingerprint)
        : undefined;
    const start = resumed?.progress ?? (await measureBase(predictor, frozen));
    const run = new Run(
      request,
      preparation,
      onEvent,
      trainer,
      outcome,
      predictor,
      lesson,
      frozen,
      fingerprint,
      pace,
      place,
      start,
    );
    if (resumed) {
      trainer.restore(resumed);
      outcome.share = resumed.progress.share;
      run.progress = resumed.progress;
      run.kept = resumed.kept;
      pace.goOnFrom(resumed.progress.seconds);
    }
    run.announce({
      ...(resumed
        ? { resumedAt: resumed.progress.step } // it has been said before what there is to say
        : !isTrainedBy(start.plainLoss, tokenizer) && { untrainedHead: true }),
    });
    return run;
  }

  async train(signal: AbortSignal): Promise<void> {
    const { totalSteps, patience, evaluateEvery } = this.preparation.settings;
    if (this.progress.step === 0) await this.tellEvaluation(this.progress.before, false);
    this.pace.begin(this.progress.step);
    while (this.progress.step < totalSteps && this.progress.worse < patience && !signal.aborted) {
      await this.step();
      const { step } = this.progress;
      if (step % evaluateEvery === 0 || step === totalSteps) await this.evaluate();
      else if (this.isCheckpointDue()) await this.saveCheckpoint();
    }
    await this.finish(signal.aborted);
  }

  async release(): Promise<void> {
    await this.predictor.release();
    await this.trainer.release();
  }

  private async step(): Promise<void> {
    const { settings } = this.preparation;
    const { step } = this.progress;
    const learningRate =
      settings.learningRate * learningRateShare(step, settings.totalSteps, settings.warmUpSteps);
    const { epoch, rows, replayRows } = this.lesson.at(step);
    const losses = await this.trainer.step([...rows, ...replayRows], learningRate);
    const slots = rows.reduce((count, { positions }) => count + positions.length, 0);
    this.progress = { ...this.progress, step: step + 1, updates: step + 1, seconds: this.pace.seconds() };
    const tokens = [...rows, ...replayRows].reduce((count, { ids }) => count + ids.length, 0);
    this.pace.count(tokens);
    if (!this.pace.isTimeToTell() && step + 1 < settings.totalSteps) return;
    this.onEvent({
      type: 'progress',
      step: step + 1,
      totalSteps: settings.totalSteps,
      epoch,
      loss: losses.subarray(0, slots).reduce((sum, loss) => sum + loss, 0),
      learningRate,
      tokensPerSecond: this.pace.tokensPerSecond(),
      secondsLeft: this.pace.secondsLeft(step + 1, settings.totalSteps),
      memory: process.memoryUsage.rss(),
    });
  }

  private async evaluate(): Promise<void> {
    const { metrics, losses } = await this.measure();
    const { step, lowest, worse } = this.progress;
    const isKept = lowest.length === 0 || !isWorse(losses, lowest);
    if (isKept) this.kept = await this.outcome.copy();
    this.progress = {
      ...this.progress,
      share: this.outcome.share,
      ...(isKept ? { kept: { step, metrics }, worse: 0 } : { worse: worse + 1 }),
      lowest: lowest.length === 0 || meanOf(losses) < meanOf(lowest) ? losses : lowest,
    };
    await this.tellEvaluation(metrics, isKept);
    await this.saveCheckpoint();
  }

  /** Measures what the result would be now, after the last step as far on its way as it may be. */
  private async measure(): Promise<{ metrics: Metrics; losses: number[] }> {
    const { predictor, outcome, frozen, progress } = this;
    await outcome.update();
    let plain = await evaluate(predictor, frozen.retention);
    const isElsewhere = outcome.aim(plain.loss - progress.plainLoss);
    if (isElsewhere && progress.step === this.preparation.settings.totalSteps) {
      await outcome.update();
      plain = await evaluate(predictor, frozen.retention);
    }
    return metricsOf(await predictor.judge(frozen.validation), plain.top1);
  }

  private isCheckpointDue(): boolean {
    const { at, took } = this.lastCheckpoint;
    return this.pace.seconds() - at > Math.max(checkpointInterval, checkpointRatio * took);
  }

  private async saveCheckpoint(): Promise<void> {
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
    const { kept, before } = this.progress;
    const metrics = kept?.metrics ?? (await this.measure()).metrics;
    const seconds = this.pace.seconds();
    await writeResult(this.request, this.preparation, this.kept ?? (await this.outcome.copy()), {
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
      skipped: report.skipped.map(({ reason, count }) => ({ reason, count })),
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
    const probes: { text: string; completion: string }[] = [];
    for (const text of request.probes ?? []) {
      const { completions } = await fill(text, {
        model: predictor,
        tokenizer: preparation.model.tokenizer,
        terms: preparation.terms,
        top: 1,
      });
      probes.push({ text, completion: completions[0]?.text ?? text });
    }
    this.onEvent({ type: 'evaluation', step: this.progress.step, ...metrics, best: kept, probes });
  }
}

async function measureBase(
  predictor: Predictor,
  { validation, retention }: { validation: readonly MaskedExample[]; retention: readonly MaskedExample[] },
): Promise<{ before: Metrics; plainLoss: number }> {
  const { loss: plainLoss, top1 } = await evaluate(predictor, retention);
  const { metrics: before } = metricsOf(await predictor.judge(validation), top1);
  return { before, plainLoss };
}

/** @param retention first-guess accuracy on plain sentences. */
function metricsOf(
  judgements: readonly Judgement[],
  retention: number,
): { metrics: Metrics; losses: number[] } {
  const { loss, perplexity, top1, top5 } = accuracyOf(judgements);
  return {
    metrics: { loss, perplexity, top1, top5, retention },
    losses: judgements.map((judgement) => judgement.loss),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

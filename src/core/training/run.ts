import { slotCount, tokenCount } from '../bert/batch';
import type { Predictor } from '../bert/predictor';
import { writeCheckpoint, type Checkpoint, type Kept, type Progress } from './checkpoint';
import { requireConvergent } from './divergence';
import type { Evaluation, Evaluator } from './evaluator';
import type { Metrics, ProgressEvent, TrainingEvent } from './events';
import { fillProbes } from './fillProbes';
import type { Fingerprint } from './fingerprint';
import type { Lesson } from './lesson';
import { meanOf } from './mean';
import type { Outcome } from './outcome';
import type { Pace } from './pace';
import { isWorse } from './pairedTest';
import type { Preparation } from './preparation';
import type { FineTuneRequest } from './request';
import { writeResult } from './result';
import { learningRateShare } from './schedule';
import type { Trainer } from './trainer';

/** What a run is to do. */
export interface RunTask {
  readonly request: FineTuneRequest;
  readonly preparation: Preparation;
  readonly fingerprint: Fingerprint;
}

/** What a run has loaded. */
export interface RunParts {
  readonly trainer: Trainer;
  readonly lesson: Lesson;
  readonly outcome: Outcome;
  /** Of the outcome's weights, as is the evaluator. */
  readonly predictor: Predictor;
  readonly evaluator: Evaluator;
}

/** Whom a run tells how it goes, and asks whether it may still write. */
export interface RunOwner {
  readonly onEvent: (event: TrainingEvent) => void;
  /** Is asked before anything is written to the run's folder; what it throws ends the run, and nothing is written. */
  readonly requireRight: () => Promise<void>;
}

/** The steps of a run, its evaluations, its checkpoints and its result. */
export class Run {
  private progress: Progress;
  private kept: Kept | undefined;

  /** @param start where the run begins, or goes on; the trainer and the outcome are there already. */
  constructor(
    private readonly task: RunTask,
    private readonly parts: RunParts,
    private readonly owner: RunOwner,
    private readonly pace: Pace,
    start: Pick<Checkpoint, 'progress' | 'kept'>,
  ) {
    this.progress = start.progress;
    this.kept = start.kept;
  }

  async train(signal: AbortSignal): Promise<void> {
    const { totalSteps, evaluateEvery } = this.task.preparation.settings;
    if (this.progress.step === 0) await this.tellEvaluation(this.progress.before, false);
    this.pace.begin(this.progress.step);
    while (!this.isOver && !signal.aborted) {
      await this.step();
      const { step } = this.progress;
      if (step % evaluateEvery === 0 || step === totalSteps) await this.evaluate();
      else if (this.pace.isTimeToSave()) await this.saveCheckpoint();
    }
    if (this.progress.step === 0) signal.throwIfAborted();
    await this.finish(signal.aborted && !this.isOver);
  }

  private get isOver(): boolean {
    const { totalSteps, patience } = this.task.preparation.settings;
    return this.progress.step >= totalSteps || this.progress.worse >= patience;
  }

  private async step(): Promise<void> {
    const { settings } = this.task.preparation;
    const { step } = this.progress;
    const learningRate =
      settings.learningRate * learningRateShare(step, settings.totalSteps, settings.warmUpSteps);
    const { epoch, rows, replayRows } = this.parts.lesson.at(step);
    const losses = await this.parts.trainer.step([...rows, ...replayRows], learningRate);
    requireConvergent(losses, step + 1, settings.learningRate);
    this.progress = { ...this.progress, step: step + 1, seconds: this.pace.seconds() };
    this.pace.count(tokenCount([...rows, ...replayRows]));
    const loss = losses.subarray(0, slotCount(rows)).reduce((sum, lossOfSlot) => sum + lossOfSlot, 0);
    const isLast = step + 1 === settings.totalSteps;
    if (isLast || this.pace.isTimeToTell()) this.tellProgress({ epoch, loss, learningRate });
  }

  /** @param ofStep what the last step was like */
  private tellProgress(ofStep: Pick<ProgressEvent, 'epoch' | 'loss' | 'learningRate'>): void {
    const { step } = this.progress;
    const { totalSteps } = this.task.preparation.settings;
    this.pace.hasTold();
    this.owner.onEvent({
      type: 'progress',
      step,
      totalSteps,
      ...ofStep,
      tokensPerSecond: this.pace.tokensPerSecond(),
      secondsLeft: this.pace.secondsLeft(step, totalSteps),
      memory: process.memoryUsage.rss(),
    });
  }

  private async evaluate(): Promise<void> {
    const found = await this.measureNow();
    const { lowest, worse } = this.progress;
    const isKept = lowest.length === 0 || !isWorse(found.losses, lowest);
    if (isKept) this.kept = await this.keep(found);
    this.parts.outcome.aim(this.forgotten(found));
    this.progress = {
      ...this.progress,
      share: this.parts.outcome.share,
      worse: isKept ? 0 : worse + 1,
      lowest: lowest.length === 0 || meanOf(found.losses) < meanOf(lowest) ? found.losses : lowest,
    };
    if (this.isOver && this.kept) this.kept = await this.settle(this.kept);
    const { metrics } = this.isOver && this.kept ? this.kept.measured : found;
    await this.tellEvaluation(metrics, isKept);
    await this.saveCheckpoint();
  }

  /** Measures what the result would be now. */
  private async measureNow(): Promise<Evaluation> {
    await this.parts.outcome.update();
    return this.measure();
  }

  private async measure(): Promise<Evaluation> {
    const found = await this.parts.evaluator.evaluate();
    const { settings } = this.task.preparation;
    requireConvergent([found.metrics.loss, found.plainLoss], this.progress.step, settings.learningRate);
    return found;
  }

  /** By how many nats the loss on plain sentences has risen. */
  private forgotten({ plainLoss }: Evaluation): number {
    return plainLoss - this.progress.plainLoss;
  }

  /** The weights that were measured last. */
  private async keep(found: Evaluation): Promise<Kept> {
    const { outcome } = this.parts;
    const measured = {
      step: this.progress.step,
      metrics: found.metrics,
      share: outcome.share,
      forgotten: this.forgotten(found),
    };
    return { weights: await outcome.copy(), measured };
  }

  /** Weights that were kept, brought to where they forget about as much as they may. */
  private async settle(kept: Kept): Promise<Kept> {
    if (!this.parts.outcome.settle(kept.weights, kept.measured)) return kept;
    const { weights, measured } = await this.keep(await this.measure());
    return { weights, measured: { ...measured, step: kept.measured.step } };
  }

  private async saveCheckpoint(): Promise<void> {
    await this.owner.requireRight();
    const { request, fingerprint } = this.task;
    const began = this.pace.seconds();
    this.progress = { ...this.progress, seconds: began };
    const { progress, kept } = this;
    await writeCheckpoint(request.out, fingerprint, {
      progress,
      training: await this.parts.trainer.state(),
      kept,
    });
    this.pace.hasSaved(began);
    this.owner.onEvent({ type: 'checkpoint', step: progress.step, dir: request.out });
  }

  /** Writes the result; the weights of this moment if none were measured yet. */
  private async finish(stopped: boolean): Promise<void> {
    if (stopped) await this.saveCheckpoint();
    const kept = this.kept ?? (await this.keep(await this.measureNow()));
    const { weights, measured } = stopped ? await this.settle(kept) : kept;
    const { request, preparation } = this.task;
    const { metrics } = measured;
    const { before } = this.progress;
    const seconds = this.pace.seconds();
    await this.owner.requireRight();
    await writeResult(request, preparation, weights, { before, after: metrics, keepCheckpoint: stopped });
    this.owner.onEvent({ type: 'done', dir: request.out, seconds, stopped, metrics, before });
  }

  private async tellEvaluation(metrics: Metrics, kept: boolean): Promise<void> {
    const { request, preparation } = this.task;
    const probes = await fillProbes(request.probes ?? [], {
      model: this.parts.predictor,
      tokenizer: preparation.model.tokenizer,
      terms: [...new Set([...preparation.terms, ...preparation.baseTerms])],
    });
    this.owner.onEvent({ type: 'evaluation', step: this.progress.step, ...metrics, best: kept, probes });
  }
}

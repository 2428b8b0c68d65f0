/** What the events of a run add up to. */
import type { LossPoint } from '../protocol/dashboard';
import type { LoggedEvent, TrainingEvent } from '../protocol/runFolder';

type EventOf<Type extends TrainingEvent['type']> = Extract<TrainingEvent, { type: Type }>;

interface ProbesAt {
  readonly step: number;
  readonly probes: NonNullable<EventOf<'evaluation'>['probes']>;
}

/** A run tells something at least once in so many milliseconds; in a longer silence the computer slept. */
const longestSilence = 10 * 60_000;

export class RunHistory {
  start: EventOf<'start'> | undefined;
  progress: EventOf<'progress'> | undefined;
  /** What the base model was worth. */
  before: EventOf<'evaluation'> | undefined;
  /** The evaluation of the best weights so far. */
  best: EventOf<'evaluation'> | undefined;
  done: EventOf<'done'> | undefined;
  failed: EventOf<'failed'> | undefined;
  trainingLoss: LossPoint[] = [];
  validationLoss: LossPoint[] = [];
  probes: ProbesAt[] = [];
  /** When the last event happened, and the last that told of a step, in milliseconds since 1970. */
  lastEventAt = 0;
  lastStepAt = 0;
  /** Milliseconds of work: not those of pauses, of interruptions, and of the computer's sleep. */
  elapsed = 0;

  get isEmpty(): boolean {
    return this.lastEventAt === 0;
  }

  add({ time, began = time, ...event }: LoggedEvent): void {
    const since = event.type === 'start' ? Math.max(began, this.lastEventAt) : this.lastEventAt;
    const took = Math.max(0, time - since); // the clock may have been set back
    if (took < longestSilence) this.elapsed += took;
    if (event.type === 'start') this.beginSession(event);
    this.lastEventAt = time;
    switch (event.type) {
      case 'progress':
        this.progress = event;
        this.lastStepAt = time;
        this.trainingLoss.push({ step: event.step, loss: event.loss });
        break;
      case 'evaluation':
        if (event.step === 0) this.before = event;
        else if (event.best) this.best = event;
        this.validationLoss.push({ step: event.step, loss: event.loss });
        if (event.probes) this.probes.push({ step: event.step, probes: event.probes });
        break;
      case 'done':
        this.done = event;
        this.closeCurve(event);
        break;
      case 'failed':
        this.failed = event;
        break;
      case 'start':
      case 'checkpoint':
        break;
    }
  }

  /**
   * Lets the curve end with the loss of the result. When a run is stopped, its last weights are measured and that is a
   * new point, unless the result is that of an earlier evaluation, which the curve has already.
   */
  private closeCurve({ metrics: { loss } }: EventOf<'done'>): void {
    const last = this.validationLoss.at(-1);
    const isResult = last !== undefined && last.step > 0 && last.loss === loss;
    if (this.progress && !isResult) {
      this.validationLoss.push({ step: this.progress.step, loss });
    }
  }

  /** Work goes on from a step, or starts afresh; what was done after it is lost and will be done again. */
  private beginSession(event: EventOf<'start'>): void {
    const from = event.resumedAt ?? 0;
    const kept = ({ step }: { step: number }): boolean => step <= from && event.resumedAt !== undefined;
    this.start = event;
    this.trainingLoss = this.trainingLoss.filter(kept);
    this.validationLoss = this.validationLoss.filter(kept);
    this.probes = this.probes.filter(kept);
    this.progress = this.progress && kept(this.progress) ? this.progress : undefined;
    this.best = this.best && kept(this.best) ? this.best : undefined;
    this.done = undefined;
    this.failed = undefined;
  }
}

import { drawnBack } from '../bert/lora';
import type { TrainableModel } from '../bert/trainable';
import { copyOf, type Weights } from '../modelFiles/weights';
import type { Measured } from './checkpoint';
import type { Settings } from './settings';
import type { Trainer } from './trainer';

/** Where between base model and what was learnt the first evaluation looks for the result. */
const firstShare = 0.85;
/** The result lies at least so far from the base model. */
const leastShare = 0.5;
/** The loss on plain sentences rises with about this power of the share; measured on ten corpora, 3.7 to 5.3. */
const forgettingPower = 4.5;
/** So near to what it may be, as a share, forgetting is left as it is. */
const tolerance = 0.1;

/** What an outcome asks of a trainer. */
type Learner = Pick<Trainer, 'weightInputs' | 'learnt'>;

/**
 * The weights that a run would end with: with LoRA, those that lie as far on the way from the base model to what was
 * learnt as can be without forgetting too much of everything else (see `drawnBack`); else what was learnt itself. What is
 * measured in a run is measured with them.
 */
export class Outcome {
  private weights: Weights | undefined;

  private constructor(
    private readonly trainer: Learner,
    /** The trained weights at their start; none where the result is what was learnt. */
    private readonly initial: Weights | undefined,
    /** How much the loss on plain sentences may rise, in nats. */
    private readonly mostForgotten: number,
    /** How far on the way the result lies. */
    public share = initial ? firstShare : 1,
  ) {}

  /** Remembers how training begins, before a trainer takes the weights over. */
  static of(
    { initial }: Pick<TrainableModel, 'initial'>,
    { method, mostForgotten }: Pick<Settings, 'method' | 'mostForgotten'>,
  ): (trainer: Learner) => Outcome {
    const start = method.kind === 'lora' ? copyOf(initial) : undefined;
    return (trainer) => new Outcome(trainer, start, mostForgotten);
  }

  /** The inputs of a graph over these weights, as they were when they were last updated. */
  get inputs(): Trainer['weightInputs'] {
    return { ...this.trainer.weightInputs, ...(this.weights && Object.fromEntries(this.weights)) };
  }

  /** Follows the trainer to where it is now. */
  async update(): Promise<void> {
    if (this.initial) this.weights = drawnBack(this.initial, await this.trainer.learnt(), this.share);
  }

  /**
   * Chooses how far the next update goes, so that it forgets about as much as it may.
   *
   * @param forgotten by how many nats the loss on plain sentences has risen as far as the last one went.
   * @returns whether that is another share of the way.
   */
  aim(forgotten: number): boolean {
    const ratio = this.mostForgotten / Math.max(forgotten, Number.MIN_VALUE);
    if (!this.initial || Math.abs(ratio - 1) < tolerance) return false;
    const before = this.share;
    this.share = Math.min(1, Math.max(leastShare, before * ratio ** (1 / forgettingPower)));
    return this.share !== before;
  }

  /**
   * Goes back to weights that were measured before, or from there to where they forget about as much as they may.
   *
   * @returns whether they have not been measured as they are.
   */
  settle(kept: Weights, { share, forgotten }: Pick<Measured, 'share' | 'forgotten'>): boolean {
    this.share = share;
    const isElsewhere = this.aim(forgotten);
    this.weights = isElsewhere && this.initial ? drawnBack(this.initial, kept, this.share / share) : kept;
    return isElsewhere;
  }

  /** The weights, which later steps do not change. */
  async copy(): Promise<Weights> {
    return this.weights ?? this.trainer.learnt();
  }
}

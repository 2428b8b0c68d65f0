import { drawnBack } from '../bert/lora';
import type { TrainableModel } from '../bert/trainable';
import { copyOf, type Weights } from '../modelFiles/safetensors';
import type { Settings } from './settings';
import type { Trainer } from './trainer';

/**
 * The weights that a run would end with: with LoRA, those that lie a little before what was learnt (see `drawnBack`);
 * else what was learnt itself. What is measured in a run is measured with them.
 */
export class Outcome {
  private weights: Weights | undefined;

  private constructor(
    private readonly trainer: Trainer,
    /** The trained weights at their start; none where the result is what was learnt. */
    private readonly initial: Weights | undefined,
    private readonly share: number,
  ) {}

  /** Remembers how training begins, before a trainer takes the weights over. */
  static of(
    { initial }: TrainableModel,
    { method, resultShare }: Pick<Settings, 'method' | 'resultShare'>,
  ): (trainer: Trainer) => Outcome {
    const start = method.kind === 'lora' ? copyOf(initial) : undefined;
    return (trainer) => new Outcome(trainer, start, resultShare);
  }

  /** The inputs of a graph over these weights, as they were when they were last updated. */
  get inputs(): Trainer['weightInputs'] {
    return { ...this.trainer.weightInputs, ...(this.weights && Object.fromEntries(this.weights)) };
  }

  /** Follows the trainer to where it is now. */
  async update(): Promise<void> {
    if (this.initial) this.weights = drawnBack(this.initial, await this.trainer.learnt(), this.share);
  }

  /** The weights, which later steps do not change. */
  async copy(): Promise<Weights> {
    return this.weights ?? this.trainer.learnt();
  }
}

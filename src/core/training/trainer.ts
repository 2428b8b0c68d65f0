import { bertInputs, logits, slotLosses, targetInputs } from '../bert/network';
import type { TrainableModel } from '../bert/trainable';
import { gradients } from '../graph/gradient';
import { sum } from '../graph/operators';
import { Program, type RuntimeOptions, type Value } from '../graph/runtime';
import type { Weights } from '../modelFiles/safetensors';
import { AdamW, defaultAdamW, type AdamWOptions } from './adamw';
import { trainingInputs, type TrainingRow } from './trainingRow';

/** Trains a model step by step: gradients by the runtime, updates by AdamW. */
export class Trainer {
  private constructor(
    private readonly program: Program<string>,
    /** The trained weights and their state. */
    readonly optimiser: AdamW,
  ) {}

  static async create(
    { config, layers, initial, learnt, rateScale }: TrainableModel,
    { adamw = defaultAdamW, ...runtime }: RuntimeOptions & { adamw?: AdamWOptions } = {},
  ): Promise<Trainer> {
    const losses = slotLosses(logits(config, layers, bertInputs()), targetInputs());
    const names = [...initial.keys()];
    const byWeights = gradients(sum(losses), names.map(learnt));
    const outputs = Object.fromEntries(
      byWeights.map((gradient, index) => [gradientOf(names[index] ?? ''), gradient]),
    );
    return new Trainer(
      await Program.load<string>({ losses, ...outputs }, runtime),
      new AdamW(initial, { ...adamw, rateScale }),
    );
  }

  get weights(): Weights {
    return this.optimiser.weights;
  }

  /** The loss of each slot of `rows`, and the gradient of their sum by each trained weight; without an update. */
  async gradients(
    rows: readonly TrainingRow[],
  ): Promise<{ losses: Float32Array; gradients: Map<string, Float32Array> }> {
    const outputs = await this.program.run({ ...trainingInputs(rows), ...weightInputs(this.weights) });
    const byName = [...this.weights.keys()].map((name) => [name, outputs[gradientOf(name)]] as const);
    return { losses: outputs['losses'] ?? new Float32Array(), gradients: new Map(byName.filter(isThere)) };
  }

  /** One step of training. @returns the loss of each slot before the update, in nats, as weighted by its targets. */
  async step(rows: readonly TrainingRow[], learningRate: number): Promise<Float32Array> {
    const { losses, gradients } = await this.gradients(rows);
    this.optimiser.update(gradients, learningRate);
    return losses;
  }

  async release(): Promise<void> {
    await this.program.release();
  }
}

/** Trained weights as inputs of a graph over them. */
export function weightInputs(weights: Weights): Record<string, Value> {
  return Object.fromEntries(weights);
}

const gradientOf = (name: string): string => `gradient of ${name}`;

function isThere<K, V>(entry: readonly [K, V | undefined]): entry is readonly [K, V] {
  return entry[1] !== undefined;
}

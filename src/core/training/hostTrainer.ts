import { bertInputs, logits, slotLosses, targetInputs } from '../bert/network';
import type { WeightSource } from '../bert/layers';
import type { TrainableModel } from '../bert/trainable';
import { gradients } from '../graph/gradient';
import { sum } from '../graph/operators';
import { release, Reserve } from '../graph/release';
import { Program, type Value } from '../graph/runtime';
import { inOrder, type Tensor } from '../graph/tensor';
import { copyOf, parameterCount, type Weights } from '../modelFiles/weights';
import { AdamW, defaultAdamW } from './adamw';
import type { Trainer, TrainerOptions, TrainingState } from './trainer';
import { trainingInputs, type TrainingRow } from './trainingRow';

/** Trains on the processor: gradients by the runtime, updates by AdamW in memory that the runtime reads in place. */
export class HostTrainer implements Trainer {
  private readonly reserve = new Reserve();

  private constructor(
    private readonly program: Program<string>,
    /** The trained weights and their state. */
    readonly optimiser: AdamW,
    private readonly frozen: TrainableModel['frozen'],
  ) {}

  static async create(
    { config, layers, initial, learnt, frozen, rateScale }: TrainableModel,
    { adamw = defaultAdamW, ...runtime }: TrainerOptions = {},
  ): Promise<HostTrainer> {
    const losses = slotLosses(logits(config, layers, bertInputs()), targetInputs());
    const names = inOrderOfUse([...initial.keys()], losses, learnt);
    const byWeights = gradients(sum(losses), names.map(learnt));
    const outputs = Object.fromEntries(
      byWeights.map((gradient, index) => [gradientOf(names[index] ?? ''), gradient]),
    );
    return new HostTrainer(
      await Program.load<string>({ losses, ...outputs }, runtime),
      new AdamW(initial, { ...adamw, rateScale }),
      frozen,
    );
  }

  get parameters(): number {
    return parameterCount(this.weights);
  }

  get weights(): Weights {
    return this.optimiser.weights;
  }

  get weightInputs(): Readonly<Record<string, Value>> {
    return { ...this.frozen, ...Object.fromEntries(this.weights) };
  }

  /** The loss of each slot of `rows`, and the gradient of their sum by each trained weight; without an update. */
  async gradients(
    rows: readonly TrainingRow[],
  ): Promise<{ losses: Float32Array; gradients: Map<string, Float32Array> }> {
    const outputs = await this.program.run({ ...trainingInputs(rows), ...this.weightInputs });
    const byName = [...this.weights.keys()].map((name) => [name, outputs[gradientOf(name)]] as const);
    return { losses: outputs['losses'] ?? new Float32Array(), gradients: new Map(byName.filter(isThere)) };
  }

  async step(rows: readonly TrainingRow[], learningRate: number): Promise<Float32Array> {
    const { losses, gradients } = await this.gradients(rows);
    this.update(gradients, learningRate);
    return losses;
  }

  /** Updates the weights by gradients, which are of no use afterwards. */
  update(gradients: ReadonlyMap<string, Float32Array>, learningRate: number): void {
    this.optimiser.update(gradients, learningRate);
    this.reserve.keep();
    release(gradients.values());
  }

  learnt(): Promise<Weights> {
    return Promise.resolve(copyOf(this.weights));
  }

  state(): Promise<TrainingState> {
    return Promise.resolve({ ...this.optimiser.state(), weights: this.weights });
  }

  restore(state: TrainingState): void {
    this.optimiser.restore(state);
  }

  async release(): Promise<void> {
    await this.program.release();
  }
}

/**
 * Weights in the order in which the network uses them first. The runtime computes outputs from the last to the first:
 * so gradients are made layer by layer from the loss backwards, and what a layer has saved is free after it.
 */
function inOrderOfUse(names: readonly string[], losses: Tensor, learnt: WeightSource): string[] {
  const uses = new Map(inOrder([losses]).map(({ outputs: [tensor] }, place) => [tensor, place]));
  const placeOf = (name: string): number => uses.get(learnt(name)) ?? Infinity;
  return names.toSorted((a, b) => placeOf(a) - placeOf(b));
}

const gradientOf = (name: string): string => `gradient of ${name}`;

function isThere<K, V>(entry: readonly [K, V | undefined]): entry is readonly [K, V] {
  return entry[1] !== undefined;
}

import { bertInputs, logits, slotLosses, targetInputs } from '../bert/network';
import type { TrainableModel } from '../bert/trainable';
import { requireSound } from '../graph/devices/device';
import { gradients } from '../graph/gradient';
import { input, sum } from '../graph/operators';
import { Program, type RunInputs } from '../graph/runtime';
import type { Tensor } from '../graph/tensor';
import { parameterCount, type Weights } from '../modelFiles/weights';
import { defaultAdamW, type AdamWOptions } from './adamw';
import { updated, updateInputs, type WeightState } from './adamwGraph';
import { DeviceWeights } from './deviceWeights';
import type { Trainer, TrainerOptions, TrainingState } from './trainer';
import { trainingInputs, type TrainingRow } from './trainingRow';

/**
 * Trains on a graphics card. The optimiser is part of the graph, and weights and moments stay on the card: what a step
 * makes of them is what the next step is given.
 */
export class DeviceTrainer implements Trainer {
  private updates = 0;

  private constructor(
    readonly parameters: number,
    private readonly program: Program<'losses', string>,
    private readonly options: AdamWOptions,
    private readonly weights: DeviceWeights,
    private readonly first: DeviceWeights,
    private readonly second: DeviceWeights,
  ) {}

  static async create(
    { config, device, layers, initial, learnt, rateScale }: TrainableModel,
    { adamw = defaultAdamW, ...others }: TrainerOptions,
  ): Promise<DeviceTrainer> {
    const options = { ...adamw, rateScale };
    const runtime = { ...others, device };
    const losses = slotLosses(logits(config, layers, bertInputs()), targetInputs());
    const names = [...initial.keys()];
    const byWeights = gradients(sum(losses), names.map(learnt));
    const states = new Map(names.map((name) => [name, stateOf(name, learnt(name))]));
    const byName = new Map(byWeights.map((gradient, index) => [names[index] ?? '', gradient]));
    const kept = outputsOf(updated(states, byName, options));
    return new DeviceTrainer(
      parameterCount(initial),
      await Program.load<'losses', string>({ losses }, { ...runtime, kept }),
      options,
      new DeviceWeights(initial, (name) => name, runtime),
      new DeviceWeights(zerosLike(initial), firstOf, runtime),
      new DeviceWeights(zerosLike(initial), secondOf, runtime),
    );
  }

  get weightInputs(): RunInputs {
    return this.weights.inputs;
  }

  async step(rows: readonly TrainingRow[], learningRate: number): Promise<Float32Array> {
    const outputs = await this.program.run({
      ...trainingInputs(rows),
      ...updateInputs(learningRate, this.updates, this.options),
      ...this.weights.inputs,
      ...this.first.inputs,
      ...this.second.inputs,
    });
    requireSound(outputs.losses);
    for (const part of [this.weights, this.first, this.second]) {
      part.replace((inputName) => outputs[nextOf(inputName)]);
    }
    this.updates++;
    return outputs.losses;
  }

  learnt(): Promise<Weights> {
    return this.weights.read();
  }

  async state(): Promise<TrainingState> {
    return {
      updates: this.updates,
      weights: await this.weights.read(),
      first: await this.first.read(),
      second: await this.second.read(),
    };
  }

  restore({ updates, weights, first, second }: TrainingState): void {
    this.updates = updates;
    this.weights.write(weights);
    this.first.write(first);
    this.second.write(second);
  }

  async release(): Promise<void> {
    for (const part of [this.weights, this.first, this.second]) await part.release();
    await this.program.release();
  }
}

const firstOf = (name: string): string => `first moment of ${name}`;
const secondOf = (name: string): string => `second moment of ${name}`;
/** The output that takes an input's place in the next step. */
const nextOf = (inputName: string): string => `next ${inputName}`;

function stateOf(name: string, weight: Tensor): WeightState {
  return {
    weight,
    first: input(firstOf(name), 'float32', weight.shape),
    second: input(secondOf(name), 'float32', weight.shape),
  };
}

function outputsOf(states: ReadonlyMap<string, WeightState>): Record<string, Tensor> {
  const outputs = [...states].flatMap(([name, { weight, first, second }]) => [
    [nextOf(name), weight] as const,
    [nextOf(firstOf(name)), first] as const,
    [nextOf(secondOf(name)), second] as const,
  ]);
  return Object.fromEntries(outputs);
}

function zerosLike(weights: Weights): Weights {
  return new Map(
    [...weights].map(([name, { shape, data }]) => [name, { shape, data: new Float32Array(data.length) }]),
  );
}

import type { TrainableModel } from '../bert/trainable';
import type { RunInputs, RuntimeOptions } from '../graph/runtime';
import type { Weights } from '../modelFiles/weights';
import type { AdamWOptions } from './adamw';
import { DeviceTrainer } from './deviceTrainer';
import { HostTrainer } from './hostTrainer';
import type { TrainingRow } from './trainingRow';

/** Trains a model step by step. */
export interface Trainer {
  /** How many numbers are trained. */
  readonly parameters: number;
  /** The weights of this moment, as inputs of a graph over them on the same device. */
  readonly weightInputs: RunInputs;
  /** One step of training. @returns the loss of each slot before the update, in nats, as weighted by its targets. */
  step(rows: readonly TrainingRow[], learningRate: number): Promise<Float32Array>;
  /** A copy of the trained weights. */
  learnt(): Promise<Weights>;
  /** What going on later needs. Valid until the next step. */
  state(): Promise<TrainingState>;
  restore(state: TrainingState): void;
  release(): Promise<void>;
}

/** The trained weights, their first and second moments by name, and the number of updates. */
export interface TrainingState {
  readonly updates: number;
  readonly weights: Weights;
  readonly first: Weights;
  readonly second: Weights;
}

export type TrainerOptions = Omit<RuntimeOptions, 'device'> & { adamw?: AdamWOptions };

/** A trainer on the device of the model. @throws DeviceFailure */
export function createTrainer(model: TrainableModel, options: TrainerOptions = {}): Promise<Trainer> {
  const kind = model.device === 'webgpu' ? DeviceTrainer : HostTrainer;
  return kind.create(model, options);
}

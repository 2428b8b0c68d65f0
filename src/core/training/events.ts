import type { Skipped } from '../corpus/skipped';

/**
 * What a run tells while it goes on: the lines of `train --json`, and the entries of a run's `events.jsonl`. Rates are
 * shares in [0, 1], times are seconds, losses are nats per token.
 */
export type TrainingEvent =
  StartEvent | ProgressEvent | EvaluationEvent | CheckpointEvent | DoneEvent | FailedEvent;

/** The corpus has been read and checked, everything is decided, training begins (or goes on, after `resumedAt`). */
export interface StartEvent {
  type: 'start';
  /** Plain sentences after cleaning. */
  sentences: number;
  /** How many sentences there were, where they are more than a run can learn from; `sentences` of them were taken. */
  sampledFrom?: number;
  /** The passages that the sentences are in, of one or a few each, and how they were split. */
  trainingExamples: number;
  validationExamples: number;
  /** Whether these are the same, as there is too little text to keep anything aside. */
  checkedOnItself?: boolean;
  duplicates: number;
  skipped: readonly Skipped[];
  /** The user's own words, masked as one piece; given ones first. */
  terms: string[];
  /** Characters that the vocabulary lacked and that this run adds. */
  newCharacters: string[];
  method: 'lora' | 'full';
  device: 'cpu' | 'webgpu';
  /** Why it is not the device that was asked for, or not the one that the run began on; for the person. */
  deviceProblem?: string;
  totalSteps: number;
  trainableParameters: number;
  parameters: number;
  seed: number;
  /** The step that a resumed run starts from. */
  resumedAt?: number;
  /** Whether the base model guesses no better than by chance, so that there is little to fine-tune. */
  untrainedHead?: boolean;
}

export interface ProgressEvent {
  type: 'progress';
  step: number;
  totalSteps: number;
  epoch: number;
  loss: number;
  learningRate: number;
  tokensPerSecond: number;
  secondsLeft: number;
  /** Resident memory of the training process, in bytes. */
  memory: number;
}

/** What a model is worth on frozen masks. */
export interface Metrics {
  loss: number;
  perplexity: number;
  /** Share of masked tokens guessed right by the first guess, and within the first five. */
  top1: number;
  top5: number;
  /** First-guess accuracy on plain general sentences that no run trains on; set beside the base model's, it says what was forgotten. */
  retention: number;
}

/** The last one of a run that is over is of its result, whose weights may be those of an earlier step. */
export interface EvaluationEvent extends Metrics {
  type: 'evaluation';
  step: number;
  /** Whether the weights of this step are what the run would result in: none were better before, beyond chance. */
  best: boolean;
  /** What the gaps of the run's probes are filled with at this step. */
  probes?: { text: string; fillings: string[] }[];
}

export interface CheckpointEvent {
  type: 'checkpoint';
  step: number;
  dir: string;
}

export interface DoneEvent {
  type: 'done';
  dir: string;
  seconds: number;
  /** Whether the run was stopped before its last step; what was learnt until then is kept. */
  stopped: boolean;
  metrics: Metrics;
  /** The base model on the same masks, before training. */
  before: Metrics;
}

export interface FailedEvent {
  type: 'failed';
  message: string;
  /** Whether going on from the last checkpoint would end the same way: the run has to be started again. */
  final?: true;
  /** The peak of a learning rate that was too high. */
  tooHighLearningRate?: number;
}

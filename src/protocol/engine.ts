/**
 * What the extension host asks of an engine. A fine-tuning tells how it goes on through the files of its run folder
 * (`runFolder.ts`), not through this channel, so that a window that comes later sees the same.
 */
import type { CorpusSource } from '../core/corpus/corpusSource';
import type { Skipped } from '../core/corpus/skipped';
import type { ExportFormat, ExportRequest } from '../core/exporting/exportModel';
import type { DeviceChoice } from '../core/graph/devices/device';
import type { HubSource } from '../core/importing/hub/connection';
import type { ImportProgress } from '../core/importing/hub/transfer';
import type { ImportedModel } from '../core/importing/importFolder';
import type { Call } from './channel';
import type { Effort } from './runFolder';

export type { CorpusSource, DeviceChoice, ExportFormat, ImportProgress };

export interface EngineContract {
  /** Completes every `[MASK]` of a text. */
  fill: Call<FillRequest, FillAnswer>;
  /** Reads a corpus without training on it. */
  check: Call<CheckRequest, CorpusCheck>;
  /** What a run would take of time and memory, found out by taking its first steps, besides what `check` says. */
  estimate: Call<CheckRequest, RunEstimate>;
  /** Writes a model for other programs, into a new folder, with absolute paths; cancelled, it leaves nothing behind. */
  export: Call<ExportRequest, null>;
  /** Trains the run of a folder, or goes on with it, until its end, or until its state wishes otherwise. */
  train: Call<TrainRequest, null>;
  /** Lets the training rest for a moment, as a person may be waiting for a completion. */
  giveWay: Call<null, null>;
  /** Brings a base model from a hub or from a folder; cancelled, it keeps what was loaded for the next time. */
  import: Call<ImportRequest, ImportedModel, ImportProgress>;
}

export interface FillRequest {
  readonly text: string;
  readonly model: ModelVersion;
  /** How many completions to answer. */
  readonly top: number;
}

/** The path of a model folder; or `embedded`, the one that ships with the program, wherever that is installed. */
export type ModelFolder = string;

/** A model folder, and which state of it; a changed version is loaded anew. */
export interface ModelVersion {
  readonly folder: ModelFolder;
  readonly version: string;
}

export interface FillAnswer {
  /** Joint fillings of all slots, distinct, best first. */
  readonly completions: readonly Completion[];
}

export interface Completion {
  /** The whole text. */
  readonly text: string;
  /** What each gap (neighbouring slots) is filled with, as a person writes it. */
  readonly fillings: readonly string[];
  /** Estimated joint probability of all its slots. */
  readonly probability: number;
}

export interface CheckRequest {
  /** With absolute paths. */
  readonly corpus: CorpusSource;
  /** The model to start from, whose vocabulary decides which characters are new. */
  readonly base: ModelFolder;
}

export interface CorpusCheck {
  readonly sentences: number;
  /** How many sentences there were, where they are more than a run can learn from; `sentences` of them are taken. */
  readonly sampledFrom?: number;
  /** Whether it is checked with what it learns, as there is too little to keep anything aside. */
  readonly checkedOnItself?: boolean;
  readonly duplicates: number;
  readonly skipped: readonly Skipped[];
  /** Words of the person's own that were found, most telling first. */
  readonly terms: readonly string[];
  readonly newCharacters: readonly string[];
  /** Sentences with `[MASK]` that show what training on this corpus changes. */
  readonly probes: readonly string[];
}

export interface RunEstimate {
  /** Of the corpus, which is read once for both. */
  readonly check: CorpusCheck;
  /** By effort, from the start to the result. */
  readonly seconds: Readonly<Record<Effort, number>>;
  /** At its most, in bytes. */
  readonly memory: number;
}

export interface TrainRequest {
  /** The run's folder. */
  readonly run: string;
  /** The model to start from. */
  readonly base: ModelFolder;
}

export interface ImportRequest {
  /** A model of a hub, or a model folder. */
  readonly from: HubSource | { readonly folder: string };
  /** The folder that the model is to have, which is not there yet. */
  readonly out: string;
}

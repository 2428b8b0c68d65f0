/**
 * What is in a run's folder. The truth about a run is here: any window can follow and steer a run through these files,
 * whichever window started it.
 *
 * | file            | written by         |                                                |
 * | --------------- | ------------------ | ---------------------------------------------- |
 * | `settings.json` | host, once         | what the run was asked to do                   |
 * | `corpus.txt`    | host, once         | the selected text, when it learns from one     |
 * | `check.json`    | host, once         | what checking the corpus found                 |
 * | `state.json`    | host               | its name, and what the person wants of it now  |
 * | `lease.json`    | engine, while busy | which process is at work; renewed every second |
 * | `events.jsonl`  | engine             | what happened, a line each                     |
 * | `result/`       | engine             | checkpoints and the resulting model            |
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { CorpusSource, TextAtHand } from '../core/corpus/corpusSource';
import { leaseFile } from '../core/lease/lease';
import type { TrainingEvent } from '../core/training/events';
import type { Effort } from '../core/training/request';

export type { Effort, TrainingEvent };

export const runFiles = {
  settings: 'settings.json',
  corpus: 'corpus.txt',
  check: 'check.json',
  state: 'state.json',
  lease: leaseFile,
  events: 'events.jsonl',
  result: 'result',
} as const;

export interface RunSettings {
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly corpus: RunCorpus;
  /** Id of the model that it starts from. */
  readonly base: string;
  readonly effort: Effort;
  /** The person's words; those that are found in the corpus where nobody chose. */
  readonly terms?: readonly string[];
  /** The peak, where the one that the program chooses was too high. */
  readonly learningRate?: number;
  /** The workspace that it was started in, as a URI; absent in a window without one. */
  readonly workspace?: string;
}

export interface RunCorpus {
  /** What a person calls it: `notes.md`, `notes.md and 2 more`, `Selection in notes.md`. */
  readonly label: string;
  /** Absolute paths of what it learns from; absent when the text is in `corpus.txt`. */
  readonly files?: readonly string[];
  /** The document that the text is from. */
  readonly document?: {
    readonly uri: string;
    readonly name: string;
    /** As VS Code calls it. */
    readonly language?: string;
    /** From 0, that a selection in it begins in; none if it is the whole. */
    readonly line?: number;
  };
}

/** What the person wants: that it runs, rests to go on later, or ends with what it has learnt. */
export type Wish = 'run' | 'pause' | 'stop';

export interface RunState {
  readonly name: string;
  readonly wish: Wish;
  /**
   * Whether it waits in the queue of a window, or has its turn there and its engine no lease yet; the window touches this
   * file now and then for as long as it lives.
   */
  readonly queued?: boolean;
  /** Whether the person has been told that the end of its window interrupted it. */
  readonly mentioned?: boolean;
  /** Why the run does not go on although it should: what happened to its engine. */
  readonly problem?: string;
  /** Sentences that are filled at each evaluation. */
  readonly probes: readonly string[];
}

/** @throws when the folder is not a run's, or was damaged */
export async function readSettings(folder: string): Promise<RunSettings> {
  return readObject<RunSettings>(join(folder, runFiles.settings), ['createdAt', 'corpus', 'base', 'effort']);
}

/** @throws when the folder is not a run's, or was damaged */
export async function readState(folder: string): Promise<RunState> {
  return readObject<RunState>(join(folder, runFiles.state), ['name', 'wish', 'probes']);
}

/** What a run learns from. @param corpus as its settings say */
export async function readCorpusSource(folder: string, corpus: RunCorpus): Promise<CorpusSource> {
  if (corpus.files) return { files: corpus.files };
  const content = await readFile(join(folder, runFiles.corpus), 'utf8');
  return { text: textOf(corpus, content) };
}

/** A text to learn from, with what is known of its format. */
export function textOf({ document, label }: RunCorpus, content: string): TextAtHand {
  return { name: document?.name ?? label, content, language: document?.language };
}

/** Files of a run are written by this program alone, so their parts are not looked at further. */
async function readObject<T>(path: string, required: readonly (keyof T & string)[]): Promise<T> {
  const value: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (typeof value !== 'object' || value === null || !required.every((key) => key in value)) {
    throw new Error(`${path} is not what it should be.`);
  }
  return value as T;
}

/** A line of `events.jsonl`. */
export type LoggedEvent = TrainingEvent & {
  /** When it happened, in milliseconds since 1970. */
  readonly time: number;
  /** Of a start event: when the preparation that it ends began. */
  readonly began?: number;
};

/**
 * The channel between the extension host and the dashboard's page. The host sends whole snapshots, the page sends what
 * the person asked for; the page keeps nothing that matters, so that it may be hidden, reloaded or closed at any time
 * (VS Code keeps what is being written and what is folded away there).
 * Everything here is plain data and survives `postMessage`.
 */
import type { Skipped } from '../core/corpus/skipped';
import type { Metrics, StartEvent } from '../core/training/events';

export type { Metrics };

/** Everything that the page shows. Words in it (names, reasons, problems) are in the display language already. */
export interface DashboardState {
  /** The run that is going on, in whichever window; else the one that was asked for, or the last one of this workspace. */
  readonly run?: RunView;
  /** Runs that wait for the current one to end, next first. */
  readonly queue: readonly QueuedRun[];
  readonly probes: ProbeBoard;
  /** All runs of the history, newest first, the current one included. */
  readonly runs: readonly RunSummary[];
  /** Two runs side by side, while the person looks at them. */
  readonly comparison?: Comparison;
  /** The embedded base model first, then imported ones, then results of runs, newest first. */
  readonly models: readonly ModelSummary[];
  /** Whether `[MASK]` is completed in the editor, which a setting says. */
  readonly completing: boolean;
  /** What happened outside of a run and has not been dismissed, newest first. */
  readonly notices: readonly Notice[];
}

/**
 * Where a run is. `checking` reads and cleans the corpus, `starting` loads the engine and the model, `pausing` and
 * `stopping` wait for the current step to end. A `stopped` run keeps what it learnt; an `interrupted` one lost its
 * engine or its window and goes on from its last checkpoint.
 */
export type RunPhase =
  | 'checking'
  | 'starting'
  | 'training'
  | 'pausing'
  | 'paused'
  | 'stopping'
  | 'done'
  | 'stopped'
  | 'failed'
  | 'interrupted';

/** One run in full. */
export interface RunView {
  readonly id: string;
  readonly name: string;
  /** What it learns from, as a person calls it: `notes.md`, `notes.md and 2 more`, `Selection in notes.md`. */
  readonly corpus: string;
  /** The name of the model that it starts from. */
  readonly base: string;
  readonly phase: RunPhase;
  /** Whether it has told anything yet, so that there is a log file. */
  readonly hasLog: boolean;
  /** Present as soon as the corpus has been checked. */
  readonly report?: CorpusReportView;
  /** Present from the beginning of the training on. */
  readonly place?: RunPlace;
  /** Present from the first training step on. */
  readonly progress?: RunProgress;
  /** Seconds of work until the run last told of it, pauses not counted; the page counts on while the run is at work. */
  readonly elapsedSeconds: number;
  /** Loss by step, in the order of steps; at most a few hundred points each, thinned by the host. */
  readonly trainingLoss: readonly LossPoint[];
  readonly validationLoss: readonly LossPoint[];
  /** The base model and the best model so far on the same masks. */
  readonly before?: Metrics;
  readonly after?: Metrics;
  /** Why it failed or was interrupted. */
  readonly problem?: Problem;
}

/** What checking the corpus found. */
export interface CorpusReportView {
  readonly sentences: number;
  /** How many there were, where they are more than a run can learn from. */
  readonly sampledFrom?: number;
  /** Whether it is checked with what it learns, as there is too little to keep anything aside. */
  readonly checkedOnItself?: boolean;
  readonly duplicates: number;
  /** The person's own words, most telling first. */
  readonly terms: readonly string[];
  /** Characters that the base model did not know and that this run teaches it. */
  readonly newCharacters: readonly string[];
  readonly skipped: readonly Skipped[];
}

/** What a run is computed on, and why that is not what was asked for. */
export interface RunPlace {
  readonly device: StartEvent['device'];
  readonly problem?: string;
}

export interface RunProgress {
  readonly step: number;
  readonly totalSteps: number;
  readonly secondsLeft: number;
  readonly tokensPerSecond: number;
  /** Resident memory of the training process, in bytes. */
  readonly memory: number;
}

/** Loss in nats per token after so many steps. */
export interface LossPoint {
  readonly step: number;
  readonly loss: number;
}

export interface QueuedRun {
  readonly id: string;
  readonly name: string;
  readonly corpus: string;
}

/** The sentences that show what a run changes, in the person's order. */
export interface ProbeBoard {
  readonly probes: readonly ProbeView[];
  /** Why the probes could not be filled. */
  readonly problem?: Problem;
}

/** What a completion puts into the gaps of a probe, with dots between several of them: `诸葛涛`, `目的 … 好`. */
export type Fillings = string;

export interface ProbeView {
  /** A sentence with `[MASK]`. */
  readonly text: string;
  /** By the base model. */
  readonly before?: Fillings;
  /** By the model at each evaluation of the shown run, and where that rests, in the order of steps. */
  readonly during: readonly { readonly step: number; readonly fillings: Fillings }[];
  /** By the run's result. */
  readonly after?: Fillings;
}

export type RunStatus = 'queued' | 'running' | 'paused' | 'done' | 'stopped' | 'failed' | 'interrupted';

/** What a run has brought. */
export interface Gain {
  readonly before: Metrics;
  readonly after: Metrics;
  /** Whether both are of the very sentences that it learnt. */
  readonly checkedOnItself?: boolean;
}

/** One line of the history. */
export interface RunSummary {
  readonly id: string;
  readonly name: string;
  readonly corpus: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly status: RunStatus;
  readonly hasLog: boolean;
  /** Whether completions use its result now. */
  readonly active: boolean;
  /** The base model and the result on the same masks; absent when there is no result. */
  readonly gain?: Gain;
  /** Why there is no result. */
  readonly problem?: Problem;
}

export interface Comparison {
  readonly left: ComparedRun;
  readonly right: ComparedRun;
  /** The current probes, filled by both; a side that is still being filled is absent. */
  readonly probes: readonly { readonly text: string; readonly left?: Fillings; readonly right?: Fillings }[];
  readonly problem?: Problem;
}

export interface ComparedRun {
  readonly id: string;
  readonly name: string;
  readonly metrics: Metrics;
}

export interface ModelSummary {
  readonly id: string;
  readonly name: string;
  readonly kind: 'embedded' | 'imported' | 'result';
  /** Whether completions use it now. Exactly one is. */
  readonly active: boolean;
}

/** Something went wrong: what happened in one sentence or two, and what can be done about it, most helpful first. */
export interface Problem {
  readonly message: string;
  readonly nextSteps: readonly Offer[];
}

export interface Notice extends Problem {
  readonly id: string;
}

/** Requests that need nothing but their name. */
export const plainActions = [
  /** Fine-tune on the sample that ships with the extension. */
  'trySample',
  'fineTuneSelection',
  /** Fine-tune on files that the person picks. */
  'fineTuneFiles',
  /** Fine-tune after asking for base, thoroughness and terms. */
  'fineTuneWithChoices',
  /** Propose new probes from the corpus, in place of those that are there. */
  'proposeProbes',
  'closeComparison',
  'importModel',
  'toggleCompletions',
  /** Show the log channel. */
  'showLog',
] as const;

/** Requests about one run, by its id. The host asks where more is to be known (a name, the other run, whether to delete). */
export const runActions = [
  /** End now and keep what was learnt. */
  'stop',
  /** End now, or leave the queue, and discard. */
  'cancel',
  'pause',
  /** Go on, from a pause or from the last checkpoint. */
  'resume',
  /** Start afresh with the same corpus, as it is by now, and the same choices. */
  'retry',
  /** Open the corpus, at the place that the problem names if it names one. */
  'openCorpus',
  /** Show it in full, as long as none is at work. */
  'show',
  'use',
  'compare',
  'rename',
  /** Write the result for other programs. */
  'export',
  /** Open the file with what happened in it. */
  'showRunLog',
  'reveal',
  'delete',
] as const;

/** What a button can offer to ask for. */
export type Offer =
  | { readonly type: (typeof plainActions)[number] }
  | { readonly type: (typeof runActions)[number]; readonly run: string }
  | { readonly type: 'dismiss'; readonly notice: string };

/** What the person asked for. */
export type DashboardAction =
  | Offer
  | { readonly type: 'selectModel'; readonly model: string }
  | { readonly type: 'editProbes'; readonly probes: readonly string[] };

/** Host to page. */
export interface HostMessage {
  readonly type: 'state';
  readonly state: DashboardState;
}

/** Page to host: `ready` once it listens, then what the person asks for. */
export type PageMessage =
  { readonly type: 'ready' } | { readonly type: 'action'; readonly action: DashboardAction };

/** What the page needs before its first word, carried in its HTML as JSON. */
export interface PageSetup {
  /** VS Code's display language, a BCP 47 tag. */
  readonly language: string;
  /** English sentences to those of the display language; absent where there are none, and the page is in English. */
  readonly translations?: Readonly<Record<string, string>>;
}

/** How the dashboard sees the rest of the host. */
export interface DashboardSource {
  /** The snapshot as of now: cheap, and the same object until something changed. */
  getState(): DashboardState;
  /** Called after every change, as often as it changes; the dashboard throttles. A `vscode.Event<void>` fits. */
  onDidChange(listener: () => void): { dispose(): unknown };
  /** The page has come into view, for the first time or again. */
  beSeen(): void;
  /** Does it, or rejects with the reason. */
  perform(action: DashboardAction): Promise<void>;
}

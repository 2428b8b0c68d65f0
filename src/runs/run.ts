/** One run as this window knows it: a picture of the run's folder. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { RunStatus } from '../protocol/dashboard';
import type { CorpusCheck, CorpusSource } from '../protocol/engine';
import { isFresh, readLease, type Lease } from '../protocol/lease';
import {
  readCorpusSource,
  readState,
  runFiles,
  type RunSettings,
  type RunState,
} from '../protocol/runFolder';
import { unlessMissing } from '../protocol/system';
import { EventTail } from './eventTail';
import { RunHistory } from './runHistory';

export class Run {
  readonly history = new RunHistory();
  check: CorpusCheck | undefined;
  lease: Lease | undefined;

  private readonly tail: EventTail;
  private folderChangedAt = 0;
  private stateTouchedAt = 0;

  constructor(
    readonly id: string,
    readonly folder: string,
    readonly settings: RunSettings,
    public state: RunState,
  ) {
    this.tail = new EventTail(join(folder, runFiles.events));
  }

  get resultFolder(): string {
    return join(this.folder, runFiles.result);
  }

  /** An `interrupted` or `failed` run says why in its problem, if that is known. */
  get status(): RunStatus {
    const { done, failed, start } = this.history;
    if (this.lease) return 'running';
    if (this.isQueued) return 'queued';
    if (done && !done.stopped) return 'done';
    if (failed) return 'failed';
    if (this.state.problem !== undefined) return start ? 'interrupted' : 'failed';
    if (this.state.wish === 'pause') return 'paused';
    if (this.state.wish === 'stop' && done) return 'stopped';
    return 'interrupted';
  }

  get hasLearnt(): boolean {
    return this.history.progress !== undefined;
  }

  /** Whether the engine at work on it has taken a step by now; steps of earlier engines do not count. */
  get isLearning(): boolean {
    const { lease, history } = this;
    return lease !== undefined && history.progress !== undefined && history.lastStepAt >= lease.takenAt;
  }

  /** When it was last at work, or in the queue of a living window, in milliseconds since 1970. */
  get lastSeenAt(): number {
    const waitedUntil = this.state.queued ? this.stateTouchedAt : 0;
    return Math.max(this.history.lastEventAt, this.settings.createdAt, waitedUntil);
  }

  /** Why it does not go on, in one sentence. */
  get problem(): string | undefined {
    return this.state.problem ?? this.history.failed?.message;
  }

  /** What it learns from. */
  corpus(): Promise<CorpusSource> {
    return readCorpusSource(this.folder, this.settings.corpus);
  }

  /** Takes in what changed in the folder since the last call, all of it at once. */
  async refresh(): Promise<boolean> {
    const { mtimeMs } = await stat(this.folder);
    // The lease comes first: once it has been given back, all events have been written. It is read in any case, since the
    // folder does not change when a lease that looked dead is renewed after the computer slept.
    const lease = await readLease(this.folder);
    const isHeld = Boolean(lease ?? this.lease);
    if (!isHeld && !this.state.queued && mtimeMs === this.folderChangedAt) return false;
    const folderChangedAt = isSettled(mtimeMs) ? mtimeMs : 0;
    const state = await readState(this.folder);
    const { mtimeMs: stateTouchedAt } = await stat(join(this.folder, runFiles.state));
    const check = this.check ?? (await readCheck(this.folder));
    const events = await this.tail.read();
    this.lease = lease;
    this.state = state;
    this.stateTouchedAt = stateTouchedAt;
    this.check = check;
    for (const event of events) this.history.add(event);
    this.folderChangedAt = folderChangedAt;
    return true;
  }

  private get isQueued(): boolean {
    return this.state.wish === 'run' && this.state.queued === true && isFresh('queue', this.stateTouchedAt);
  }
}

/** Two changes within one tick of the file system's clock look like one, so a fresh change is looked at once more. */
function isSettled(changedAt: number): boolean {
  return Date.now() - changedAt > 2_000;
}

async function readCheck(folder: string): Promise<CorpusCheck | undefined> {
  const text = await unlessMissing(readFile(join(folder, runFiles.check), 'utf8'));
  // Written by this program alone, as a whole.
  return text === undefined ? undefined : (JSON.parse(text) as CorpusCheck);
}

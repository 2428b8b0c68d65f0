/** Works on runs one after the other. */
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Emitter } from '../protocol/emitter';
import { renewal, type Lease } from '../protocol/lease';
import { runFiles, type Wish } from '../protocol/runFolder';
import { killHolder, onceStuck, untilGone } from './leaseHolder';
import type { Run } from './run';
import type { RunStore } from './runStore';
import { RunWork, type RunSurroundings } from './runWork';
import { Setbacks } from './setbacks';

export interface RunEnd {
  readonly run: Run;
  /** What went wrong with the engine rather than with the run's corpus or model. */
  readonly crash?: string;
}

export interface QueueSurroundings extends RunSurroundings {
  /** Tells the person why the runs that wait cannot have their turn, and logs it. */
  readonly tell: (error: unknown) => void;
}

export class RunQueue {
  private readonly waiting: string[] = [];
  private current: RunWork | undefined;
  private isWorkingOff = false;
  private readonly changed = new Emitter<void>();
  /** Other runs wait or are at work than before. */
  readonly onDidChange = this.changed.event;
  private readonly ended = new Emitter<RunEnd>();
  /** A run of this queue has come to an end, a rest or a failure. */
  readonly onDidEnd = this.ended.event;
  private readonly heartbeat: NodeJS.Timeout;
  private readonly following: { dispose(): void };

  constructor(
    private readonly store: RunStore,
    private readonly surroundings: QueueSurroundings,
  ) {
    this.heartbeat = setInterval(() => void this.keepPlaces(), renewal.queue);
    this.following = store.onDidChange(() => void this.leavePlace());
  }

  /** Runs that wait, next first. */
  get queued(): readonly Run[] {
    return this.waiting.flatMap((id) => this.store.get(id) ?? []);
  }

  /** Whether an engine of this window is busy with the run, even if only with checking its corpus. */
  isAtWork({ id }: Run): boolean {
    return this.current?.run.id === id;
  }

  /** Starts a run, or goes on with it, now or when the runs before it have ended. */
  async add(run: Run): Promise<void> {
    if (run.lease || this.isKnown(run)) return;
    await this.store.change(run, { wish: 'run', queued: true, problem: undefined, mentioned: undefined });
    if (this.isKnown(run)) return; // it was added twice meanwhile
    this.waiting.push(run.id);
    this.changed.fire();
    void this.workOff();
  }

  /** Lets a run rest, or end with what it has learnt. */
  async end(run: Run, wish: Exclude<Wish, 'run'>): Promise<void> {
    this.leaveQueue(run);
    await this.store.change(run, { wish, queued: undefined });
    const { lease } = run;
    if (lease) {
      await onceStuck(run.folder, lease, () => {
        this.kill(run, lease);
      });
    } else if (this.isAtWork(run)) {
      this.kill(run); // it only checks the corpus, which leaves nothing to save
    } else {
      this.ended.fire({ run }); // it was at rest
    }
  }

  /** Ends a run now and removes all of it. */
  async discard(run: Run): Promise<void> {
    this.leaveQueue(run);
    if (this.current?.run.id === run.id) await this.current.discard();
    else if (run.lease) await this.endElsewhere(run, run.lease);
    await this.store.remove(run);
  }

  /** Lets the run at work rest for a moment, as the person may be waiting for a completion. */
  giveWay(): void {
    this.current?.giveWay();
  }

  /** Lets go of the engine at work, which saves and ends. */
  dispose(): void {
    clearInterval(this.heartbeat);
    this.following.dispose();
    this.waiting.length = 0;
    this.current?.release();
  }

  /** Works on the runs that wait, one after the other, until there is none. */
  private async workOff(): Promise<void> {
    if (this.isWorkingOff) return;
    this.isWorkingOff = true;
    const setbacks = new Setbacks(this.surroundings.tell);
    while (this.queued.length > 0) {
      try {
        const hasWorked = await this.workInTurn();
        setbacks.forget();
        if (!hasWorked) await sleep(renewal.lease);
      } catch (error) {
        await sleep(setbacks.add(error)); // a full disk, say
      }
    }
    this.isWorkingOff = false;
  }

  /**
   * Works on the next run, unless another window has one at work.
   *
   * @returns whether it was this window's turn
   */
  private async workInTurn(): Promise<boolean> {
    if (this.store.runs.some(({ lease }) => lease)) return false;
    const turn = await this.store.takeTurn();
    if (!turn) return false;
    try {
      await this.workOnNext();
    } finally {
      await turn.giveBack();
    }
    return true;
  }

  private async workOnNext(): Promise<void> {
    await this.store.refresh();
    const [run] = this.queued;
    if (!run) return;
    this.leaveQueue(run);
    const { lease, state } = run;
    if (lease || state.wish !== 'run' || !state.queued) return; // another window has seen to it meanwhile
    const work = new RunWork(run, this.store, this.surroundings);
    this.current = work;
    this.changed.fire();
    const crash = await work.end.finally(() => {
      this.current = undefined;
      this.changed.fire();
    });
    if (work.isAbandoned) return;
    await this.store.refresh();
    if (run.state.queued && this.store.get(run.id)) await this.store.change(run, { queued: undefined });
    this.ended.fire({ run, ...(crash !== undefined && { crash }) });
  }

  /** Ends a run of another window, which is to take it for a pause, or else it would tell of a crash. */
  private async endElsewhere(run: Run, lease: Lease): Promise<void> {
    await this.store.change(run, { wish: 'pause', queued: undefined }).catch(this.surroundings.logError);
    this.kill(run, lease);
    await untilGone(run.folder, lease);
  }

  /** The engine at work on a run may belong to another window; its lease says which process it is. */
  private kill(run: Run, lease = run.lease): void {
    if (this.current?.run.id === run.id) this.current.kill();
    else if (lease) killHolder(lease);
  }

  private async keepPlaces(): Promise<void> {
    const now = new Date();
    const atWork = this.current ? [this.current.run] : []; // it may still be checking its corpus
    for (const { folder } of [...atWork, ...this.queued]) {
      await utimes(join(folder, runFiles.state), now, now).catch(() => undefined); // another window deletes it
    }
  }

  /**
   * Takes the run at work out of the queue once its engine holds the lease. Until then its place in the queue shows other
   * windows that it is not interrupted.
   */
  private async leavePlace(): Promise<void> {
    const run = this.current?.run;
    if (!run?.lease || !run.state.queued) return;
    await this.store.change(run, { queued: undefined }).catch(() => undefined); // it is tried again at its end
  }

  private isKnown(run: Run): boolean {
    return this.isAtWork(run) || this.waiting.includes(run.id);
  }

  private leaveQueue({ id }: Run): void {
    const index = this.waiting.indexOf(id);
    if (index < 0) return;
    this.waiting.splice(index, 1);
    this.changed.fire();
  }
}

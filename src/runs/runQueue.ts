/** Works on runs one after the other, each in an engine of its own. */
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import * as l10n from '@vscode/l10n';

import { isRefusal, RequestError } from '../protocol/channel';
import { Emitter } from '../protocol/emitter';
import type { Engine, StartEngine } from '../protocol/engineProcess';
import type { Lease } from '../protocol/lease';
import { renewal } from '../protocol/renewal';
import { runFiles, type Wish } from '../protocol/runFolder';
import { killHolder, onceStuck, untilGone } from './leaseHolder';
import type { Run } from './run';
import type { RunStore } from './runStore';
import { Setbacks } from './setbacks';

export interface RunEnd {
  readonly run: Run;
  /** What went wrong with the engine rather than with the run's corpus or model. */
  readonly crash?: string;
}

export interface RunSurroundings {
  readonly startEngine: StartEngine;
  /** @returns the folder of a model; undefined when there is no such model any more */
  modelFolder(id: string): string | undefined;
  /** Sentences to fill at each evaluation of a new run, given those that checking its corpus proposed. */
  probesFor(proposed: readonly string[]): Promise<readonly string[]>;
  readonly logError: (error: unknown) => void;
  /** Says to the person what keeps the runs that wait from their turn, and logs it. */
  readonly tell: (error: unknown) => void;
}

interface Work {
  readonly run: Run;
  readonly engine: Engine;
  /** What happened to the engine, if that has to be told. */
  readonly end: Promise<string | undefined>;
}

export class RunQueue {
  private readonly waiting: string[] = [];
  private current: Work | undefined;
  private isWorkingOff = false;
  private isDisposed = false;
  /** Runs that are to be removed as soon as their engine has ended. */
  private readonly discarded = new Set<string>();
  private readonly changed = new Emitter<void>();
  /** Another run waits or is at work, or none any more. */
  readonly onDidChange = this.changed.event;
  private readonly ended = new Emitter<RunEnd>();
  /** A run of this queue has come to an end, a rest or a failure. */
  readonly onDidEnd = this.ended.event;
  private readonly heartbeat: NodeJS.Timeout;
  private readonly following: { dispose(): void };

  constructor(
    private readonly store: RunStore,
    private readonly surroundings: RunSurroundings,
  ) {
    this.heartbeat = setInterval(() => void this.keepPlaces(), renewal.queue);
    this.following = store.onDidChange(() => void this.leavePlace());
  }

  /** Runs that wait, next first. */
  get queued(): readonly Run[] {
    return this.waiting.flatMap((id) => this.store.get(id) ?? []);
  }

  /** Whether an engine of this window is busy with the run, be it only with checking its corpus. */
  isAtWork({ id }: Run): boolean {
    return this.current?.run.id === id;
  }

  /** Starts a run, or goes on with it, now or when the runs before it have ended. */
  async add(run: Run): Promise<void> {
    if (run.lease || this.isKnown(run)) return;
    await this.store.change(run, { wish: 'run', queued: true, problem: undefined });
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
    if (this.current?.run.id === run.id) await this.endHere(this.current);
    else if (run.lease) await this.endElsewhere(run, run.lease);
    await this.store.remove(run);
  }

  /** Lets the run at work rest for a moment, as the person may be waiting for a completion. */
  giveWay(): void {
    this.current?.engine.client.request('giveWay', null).catch(() => undefined); // it has just ended
  }

  /** Lets go of the engine at work, which saves and ends. */
  dispose(): void {
    this.isDisposed = true;
    clearInterval(this.heartbeat);
    this.following.dispose();
    this.waiting.length = 0;
    this.current?.engine.release();
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
    const engine = this.surroundings.startEngine();
    const end = this.attend(run, engine);
    this.current = { run, engine, end };
    this.changed.fire();
    const crash = await end.finally(() => {
      this.current = undefined;
      this.changed.fire();
    });
    if (this.discarded.delete(run.id) || this.isDisposed) return;
    await this.store.refresh();
    if (run.state.queued && this.store.get(run.id)) await this.store.change(run, { queued: undefined });
    this.ended.fire({ run, ...(crash !== undefined && { crash }) });
  }

  private async attend(run: Run, engine: Engine): Promise<string | undefined> {
    const earlier = run.history.failed;
    try {
      await this.work(run, engine);
      return undefined;
    } catch (error) {
      return await this.explain(run, error, earlier);
    } finally {
      engine.release();
    }
  }

  private async work(run: Run, { client }: Engine): Promise<void> {
    const base = this.surroundings.modelFolder(run.settings.base);
    if (base === undefined) {
      throw new RequestError(
        'refused',
        l10n.t('The model that this fine-tuning starts from is gone. Start a new one from another model.'),
      );
    }
    if (!run.check) {
      const check = await client.request('check', { corpus: await run.corpus(), base });
      await this.store.change(run, { probes: await this.surroundings.probesFor(check.probes) });
      await this.store.addCheck(run, check); // in the end, for it says that all of this is done
    }
    await client.request('train', { run: run.folder, base });
  }

  /**
   * Notes in the run why it did not go on, unless its own log says so or the person wanted it.
   *
   * @param earlier what its log said before, which explains nothing
   * @returns what happened to its engine
   */
  private async explain(
    run: Run,
    error: unknown,
    earlier: Run['history']['failed'],
  ): Promise<string | undefined> {
    if (this.discarded.has(run.id) || this.isDisposed) return undefined;
    await this.store.refresh();
    if (!this.store.get(run.id) || run.state.wish !== 'run') return undefined;
    this.surroundings.logError(error);
    if (run.history.failed && run.history.failed !== earlier) return undefined;
    const refused = isRefusal(error);
    const problem = refused
      ? error.message
      : l10n.t('The engine stopped unexpectedly. What was learnt until the last checkpoint is kept.');
    await this.store.change(run, { problem });
    return refused ? undefined : problem;
  }

  private async endHere({ run, engine, end }: Work): Promise<void> {
    this.discarded.add(run.id);
    engine.kill();
    await Promise.allSettled([end, engine.exited]);
  }

  /** Ends a run of another window, which takes it for a pause; for a crash, it would tell of one. */
  private async endElsewhere(run: Run, lease: Lease): Promise<void> {
    await this.store.change(run, { wish: 'pause', queued: undefined }).catch(this.surroundings.logError);
    this.kill(run, lease);
    await untilGone(run.folder, lease);
  }

  /** The engine at work on a run may belong to another window; its lease says which process it is. */
  private kill(run: Run, lease = run.lease): void {
    if (this.current?.run.id === run.id) this.current.engine.kill();
    else if (lease) killHolder(lease);
  }

  private async keepPlaces(): Promise<void> {
    const now = new Date();
    const atWork = this.current ? [this.current.run] : []; // it may still be checking its corpus
    for (const { folder } of [...atWork, ...this.queued]) {
      await utimes(join(folder, runFiles.state), now, now).catch(() => undefined); // another window deletes it
    }
  }

  /** The run at work has its place until it holds its lease, or else it would look interrupted to other windows. */
  private async leavePlace(): Promise<void> {
    const run = this.current?.run;
    if (!run?.lease || !run.state.queued) return;
    await this.store.change(run, { queued: undefined }).catch(() => undefined); // its end leaves it, too
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

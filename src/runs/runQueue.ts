/** Works on runs one after the other, each in an engine of its own. */
import { utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import * as l10n from '@vscode/l10n';

import { RequestError } from '../protocol/channel';
import { Emitter } from '../protocol/emitter';
import type { Engine, StartEngine } from '../protocol/engineProcess';
import { renewal, runFiles, type Wish } from '../protocol/runFolder';
import type { Run } from './run';
import type { RunStore } from './runStore';

/** Milliseconds that an engine may take to end a step and save; after that it is stuck. */
const patience = 60_000;

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
  logError(error: unknown): void;
}

export class RunQueue {
  private readonly waiting: string[] = [];
  private current: { readonly id: string; readonly engine: Engine } | undefined;
  private readonly ended = new Emitter<RunEnd>();
  /** A run of this queue has come to an end, a rest or a failure. */
  readonly onDidEnd = this.ended.event;
  private readonly storeChanges: { dispose(): void };
  private readonly heartbeat: NodeJS.Timeout;

  constructor(
    private readonly store: RunStore,
    private readonly surroundings: RunSurroundings,
  ) {
    // The end of a run in another window makes room too.
    this.storeChanges = store.onDidChange(() => {
      this.startNext();
    });
    this.heartbeat = setInterval(() => void this.keepPlaces(), renewal.queue);
  }

  /** Runs that wait, next first. */
  get queued(): readonly Run[] {
    return this.waiting.flatMap((id) => this.store.get(id) ?? []);
  }

  /** Whether an engine of this window is busy with the run, be it only with checking its corpus. */
  isAtWork({ id }: Run): boolean {
    return this.current?.id === id;
  }

  /** Starts a run, or goes on with it, now or when the runs before it have ended. */
  async add(run: Run): Promise<void> {
    if (run.lease || this.isAtWork(run) || this.waiting.includes(run.id)) return;
    this.waiting.push(run.id);
    await this.store.change(run, { wish: 'run', queued: true, problem: undefined });
    this.startNext();
  }

  /** Lets a run rest, or end with what it has learnt. */
  async end(run: Run, wish: Exclude<Wish, 'run'>): Promise<void> {
    this.leaveQueue(run);
    await this.store.change(run, { wish, queued: undefined });
    const { lease } = run;
    if (!lease) {
      this.kill(run); // it only checks the corpus, which leaves nothing to save
      return;
    }
    setTimeout(() => {
      if (run.lease?.token === lease.token) this.kill(run);
    }, patience).unref();
  }

  /** Ends a run now and removes all of it. */
  async discard(run: Run): Promise<void> {
    this.leaveQueue(run);
    const engine = this.current?.id === run.id ? this.current.engine : undefined;
    this.kill(run);
    await engine?.exited;
    await this.store.remove(run);
  }

  /** Lets go of the engine at work, which saves and ends. */
  dispose(): void {
    clearInterval(this.heartbeat);
    this.storeChanges.dispose();
    this.waiting.length = 0;
    this.current?.engine.release();
  }

  private startNext(): void {
    const busy = this.current !== undefined || this.store.runs.some(({ lease }) => lease);
    const [run] = this.queued;
    if (busy || !run) return;
    this.leaveQueue(run);
    const engine = this.surroundings.startEngine();
    this.current = { id: run.id, engine };
    void this.work(run, engine)
      .then(
        () => ({ run }),
        (error: unknown) => this.explain(run, error),
      )
      .then((end) => this.close(end));
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
    await this.store.change(run, { queued: undefined });
    await client.request('train', { run: run.folder, base });
  }

  /** Notes in the run why it did not go on, unless its own log says so or the person wanted it. */
  private async explain(run: Run, error: unknown): Promise<RunEnd> {
    await this.store.refresh();
    if (!this.store.get(run.id) || run.state.wish !== 'run') return { run };
    this.surroundings.logError(error);
    if (run.history.failed) return { run };
    const refused = error instanceof RequestError && error.failure === 'refused';
    const problem = refused
      ? error.message
      : l10n.t('The engine stopped unexpectedly. What was learnt until the last checkpoint is kept.');
    await this.store.change(run, { problem });
    return refused ? { run } : { run, crash: problem };
  }

  private async close(end: RunEnd): Promise<void> {
    this.current?.engine.release();
    this.current = undefined;
    await this.store.refresh();
    if (end.run.state.queued && this.store.get(end.run.id)) {
      await this.store.change(end.run, { queued: undefined });
    }
    this.ended.fire(end);
    this.startNext();
  }

  /** The engine at work on a run may belong to another window; its lease says which process it is. */
  private kill(run: Run): void {
    if (this.current?.id === run.id) this.current.engine.kill();
    else if (run.lease?.host === hostname()) killProcess(run.lease.pid);
  }

  private async keepPlaces(): Promise<void> {
    const now = new Date();
    for (const { folder } of this.queued) {
      await utimes(join(folder, runFiles.state), now, now).catch(() => undefined); // another window deletes it
    }
  }

  private leaveQueue({ id }: Run): void {
    const index = this.waiting.indexOf(id);
    if (index >= 0) this.waiting.splice(index, 1);
  }
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}

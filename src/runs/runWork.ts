/** One run at work in an engine of its own, which checks its corpus, unless that has been done, and trains it. */
import * as l10n from '@vscode/l10n';

import { isRefusal, RequestError } from '../protocol/channel';
import type { Engine, StartEngine } from '../protocol/engineProcess';
import type { Run } from './run';
import type { RunStore } from './runStore';

export interface RunSurroundings {
  readonly startEngine: StartEngine;
  /** @returns the folder of a model; undefined when there is no such model any more */
  modelFolder(id: string): string | undefined;
  /** Sentences to fill at each evaluation of a new run, given those that checking its corpus proposed. */
  probesFor(proposed: readonly string[]): Promise<readonly string[]>;
  readonly logError: (error: unknown) => void;
}

export class RunWork {
  /** Settles when the engine is done with the run: what happened to the engine, if that has to be told. */
  readonly end: Promise<string | undefined>;
  private readonly engine: Engine;
  private abandoned = false;

  constructor(
    readonly run: Run,
    private readonly store: RunStore,
    private readonly surroundings: RunSurroundings,
  ) {
    this.engine = surroundings.startEngine();
    this.end = this.attend();
  }

  /** Whether nobody wants to know any more how it ends. */
  get isAbandoned(): boolean {
    return this.abandoned;
  }

  /** Lets the training rest for a moment. */
  giveWay(): void {
    this.engine.client.request('giveWay', null).catch(() => undefined); // it has just ended
  }

  kill(): void {
    this.engine.kill();
  }

  /** Ends the engine at once, and waits until it is gone. */
  async discard(): Promise<void> {
    this.abandoned = true;
    this.engine.kill();
    await Promise.allSettled([this.end, this.engine.exited]);
  }

  /** Lets go of the engine, which saves and ends. */
  release(): void {
    this.abandoned = true;
    this.engine.release();
  }

  private async attend(): Promise<string | undefined> {
    const earlier = this.run.history.failed;
    try {
      await this.checkAndTrain();
      return undefined;
    } catch (error) {
      return await this.explain(error, earlier);
    } finally {
      this.engine.release();
    }
  }

  private async checkAndTrain(): Promise<void> {
    const { run, store, surroundings } = this;
    const { client } = this.engine;
    const base = surroundings.modelFolder(run.settings.base);
    if (base === undefined) {
      throw new RequestError(
        'refused',
        l10n.t('The model that this fine-tuning starts from is gone. Start a new one from another model.'),
      );
    }
    if (!run.check) {
      const check = await client.request('check', { corpus: await run.corpus(), base });
      await store.change(run, { probes: await surroundings.probesFor(check.probes) });
      await store.addCheck(run, check); // in the end, for it says that all of this is done
    }
    await client.request('train', { run: run.folder, base });
  }

  /**
   * Notes in the run why it did not go on, unless its own log says so or the person wanted it.
   *
   * @param earlier the failure that its log told of before, which explains nothing now
   * @returns what happened to its engine
   */
  private async explain(error: unknown, earlier: Run['history']['failed']): Promise<string | undefined> {
    const { run, store } = this;
    if (this.abandoned) return undefined;
    await store.refresh();
    if (!store.get(run.id) || run.state.wish !== 'run') return undefined;
    this.surroundings.logError(error);
    if (run.history.failed && run.history.failed !== earlier) return undefined;
    const refused = isRefusal(error);
    const problem = refused
      ? error.message
      : l10n.t('The engine stopped unexpectedly. What was learnt until the last checkpoint is kept.');
    await store.change(run, { problem });
    return refused ? undefined : problem;
  }
}

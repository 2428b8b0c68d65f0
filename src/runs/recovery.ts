/** Goes on with the runs of this workspace that a reload of the window interrupted; tells once of those before. */
import type { Run } from './run';
import type { RunQueue } from './runQueue';
import type { RunStore } from './runStore';

/** Milliseconds; after a longer absence the person decides whether to go on. */
const recent = 5 * 60_000;

/**
 * The engine of a window that reloads saves and ends by itself, which may take until after the next window has
 * started; so runs are watched for a while.
 */
export class Recovery {
  private readonly startedAt = Date.now();
  private readonly changes: { dispose(): void };
  private readonly told = new Set<string>();

  constructor(
    private readonly store: Pick<RunStore, 'runs' | 'onDidChange' | 'change'>,
    private readonly queue: Pick<RunQueue, 'add' | 'isAtWork'>,
    private readonly workspace: string | undefined,
    private readonly isTrusted: () => boolean,
    /** Tells of an interrupted run; gives whether the person wants it to go on. */
    private readonly offerToResume: (name: string) => Promise<boolean>,
    private readonly logError: (error: unknown) => void,
  ) {
    this.changes = store.onDidChange(() => {
      this.resumeInterrupted().catch(logError);
    });
  }

  dispose(): void {
    this.changes.dispose();
  }

  /**
   * Goes on with the runs that were interrupted by a reload, the oldest first, and tells of those that were interrupted
   * longer ago. To be called again when the workspace has become trusted.
   */
  async resumeInterrupted(): Promise<void> {
    if (!this.isTrusted() || Date.now() - this.startedAt > recent) return;
    for (const run of [...this.store.runs].reverse()) {
      if (!this.endedWithItsWindow(run)) continue;
      if (run.lastSeenAt > this.startedAt - recent) await this.queue.add(run);
      else this.tellOf(run).catch(this.logError);
    }
  }

  /** Tells of a run once, whatever the person answers. */
  private async tellOf(run: Run): Promise<void> {
    if (run.state.mentioned || this.told.has(run.id)) return;
    this.told.add(run.id);
    await this.store.change(run, { mentioned: true });
    if (await this.offerToResume(run.state.name)) await this.queue.add(run);
  }

  private endedWithItsWindow(run: Run): boolean {
    const { settings, state, problem, status } = run;
    return (
      status === 'interrupted' &&
      state.wish === 'run' &&
      problem === undefined &&
      settings.workspace === this.workspace &&
      !this.queue.isAtWork(run)
    );
  }
}

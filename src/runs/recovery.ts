/** Goes on with the runs of this workspace that a reload of the window interrupted. */
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

  constructor(
    private readonly store: RunStore,
    private readonly queue: Pick<RunQueue, 'add' | 'isAtWork'>,
    private readonly workspace: string | undefined,
    private readonly isTrusted: () => boolean,
    logError: (error: unknown) => void,
  ) {
    this.changes = store.onDidChange(() => {
      this.resumeInterrupted().catch(logError);
    });
  }

  dispose(): void {
    this.changes.dispose();
  }

  /**
   * Goes on with the runs that were interrupted by a reload, the oldest first. To be called again when the workspace has
   * become trusted.
   */
  async resumeInterrupted(): Promise<void> {
    if (!this.isTrusted() || Date.now() - this.startedAt > recent) return;
    for (const run of [...this.store.runs].reverse()) {
      if (this.wasInterruptedByReload(run)) await this.queue.add(run);
    }
  }

  private wasInterruptedByReload(run: Run): boolean {
    const { settings, state, problem, status, lastSeenAt } = run;
    return (
      status === 'interrupted' &&
      state.wish === 'run' &&
      problem === undefined &&
      settings.workspace === this.workspace &&
      lastSeenAt > this.startedAt - recent &&
      !this.queue.isAtWork(run)
    );
  }
}

/** Changes of what the person wants of a run, made by one window at a time so that none undoes another. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { HeldLease } from '../protocol/lease';
import { readState, runFiles, type RunState } from '../protocol/runFolder';
import { writeJson } from '../protocol/writeJson';

/** Parts of a state and their new values; an undefined part is removed. */
export type StateChange = { readonly [Key in keyof RunState]?: RunState[Key] | undefined };

/** Milliseconds to wait for the change of another window, which takes only a few, and between two tries. */
const waiting = { patience: 2_000, pace: 10 };

export class StateChanges {
  /** Those of this window are made one after the other. */
  private last: Promise<void> = Promise.resolve();

  /** @param leaseFolder whoever makes a change holds the lease on it */
  constructor(private readonly leaseFolder: string) {}

  /** Changes parts of the state of the run in a folder. */
  make(runFolder: string, change: StateChange): Promise<void> {
    const made = this.last.then(() => this.makeAlone(runFolder, change));
    this.last = made.catch(() => undefined); // the caller is told
    return made;
  }

  /** A window that has the lease and does not get on is not waited for long: the person may want a run to rest. */
  private async makeAlone(runFolder: string, change: StateChange): Promise<void> {
    const deadline = Date.now() + waiting.patience;
    let lease = await this.tryToTakeLease();
    while (!lease && Date.now() < deadline) {
      await sleep(waiting.pace);
      lease = await this.tryToTakeLease();
    }
    await write(runFolder, change).finally(() => lease?.giveBack());
  }

  private async tryToTakeLease(): Promise<HeldLease | undefined> {
    try {
      await mkdir(this.leaseFolder, { recursive: true });
      return await HeldLease.take(this.leaseFolder);
    } catch {
      return undefined;
    }
  }
}

async function write(folder: string, change: StateChange): Promise<void> {
  const state = await readState(folder); // as another window may have left it
  await writeJson(join(folder, runFiles.state), { ...state, ...change });
}

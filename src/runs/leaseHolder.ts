/** The process that holds the lease on a run: its engine, which may be another window's. */
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

import { lastRenewal, type Lease } from '../protocol/lease';

/** Milliseconds in which an engine that is to end renews its lease, however much it has to do; else it is stuck. */
const patience = 60_000;

/** Milliseconds until a process that was killed is gone, and between two looks. On Windows, its files are open until then. */
const dying = { patience: 5_000, pace: 50 };

/**
 * Has it killed once it does not renew its lease any more.
 *
 * @param seenAt when it had last renewed it at the look before this one
 */
export async function onceStuck(
  folder: string,
  lease: Lease,
  kill: () => void,
  seenAt?: number,
): Promise<void> {
  const renewedAt = await lastRenewal(folder, lease);
  if (renewedAt === undefined) return;
  if (renewedAt === seenAt) kill();
  else setTimeout(() => void onceStuck(folder, lease, kill, renewedAt), patience).unref();
}

/** Kills it, if it is of this machine. */
export function killHolder({ host, pid }: Lease): void {
  if (host !== hostname()) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}

/** Waits until it is gone, once it has been killed. */
export async function untilGone(folder: string, lease: Lease): Promise<void> {
  const deadline = Date.now() + dying.patience;
  while (Date.now() < deadline && (await lastRenewal(folder, lease)) !== undefined) await sleep(dying.pace);
}

/** The process that holds the lease on a run: its engine, which may be another window's. */
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

import { lastRenewal, type Lease } from '../protocol/lease';

/** An engine that has not renewed its lease for so many milliseconds, after it was told to end, is stuck. */
const patience = 60_000;

/** Milliseconds until a process that was killed is gone, and between two looks. On Windows, its files are open until then. */
const dying = { patience: 5_000, pace: 50 };

/**
 * Looks again and again until the holder has ended, and has it killed if it no longer renews its lease.
 *
 * @param seenAt the last renewal that the look before this one found
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

/** Kills the holder, if it runs on this machine. */
export function killHolder({ host, pid }: Lease): void {
  if (host !== hostname()) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}

/** Waits until a holder that was killed is gone. */
export async function untilGone(folder: string, lease: Lease): Promise<void> {
  const deadline = Date.now() + dying.patience;
  while (Date.now() < deadline && (await lastRenewal(folder, lease)) !== undefined) await sleep(dying.pace);
}

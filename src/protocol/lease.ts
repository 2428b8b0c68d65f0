/** The right to a folder: one process at a time, of whatever window. */
import { randomUUID } from 'node:crypto';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { codeOf, isRunning } from '../core/system';
import { isFresh, renewal, runFiles } from './runFolder';

export interface Lease {
  /** Drawn anew by each holder. */
  readonly token: string;
  readonly pid: number;
  readonly host: string;
  /** In milliseconds since 1970, by the clock of its holder. */
  readonly takenAt: number;
}

/** Who holds the lease on a folder; nothing when nobody does, or when the holder died without giving it back. */
export async function readLease(folder: string): Promise<Lease | undefined> {
  const written = await readWritten(join(folder, runFiles.lease));
  return written && liveLease(written);
}

/** When a holder of the lease on a folder last renewed it, in milliseconds since 1970; nothing once it has ended. */
export async function lastRenewal(folder: string, { token }: Lease): Promise<number | undefined> {
  const written = await readWritten(join(folder, runFiles.lease));
  const lease = written && leaseIn(written);
  return lease?.token === token && isAlive(lease) ? written?.renewedAt : undefined;
}

/** Another process has taken a lease, or its folder is gone. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';

  constructor() {
    super('the lease is lost');
  }
}

export class HeldLease {
  private readonly timer: NodeJS.Timeout;
  private lost = false;

  private constructor(
    private readonly folder: string,
    private readonly token: string,
    private readonly onRenewal: () => Promise<void>,
    private readonly onLost: () => void,
  ) {
    this.timer = setInterval(() => void this.renew(), renewal.lease);
  }

  /**
   * Takes the lease and renews it until it is given back.
   *
   * @param onRenewal called at each renewal
   * @param onLost called when another process has taken the lease, or the folder is gone, so that nothing more may be
   * written there and work must end at once
   * @returns nothing when another process holds it
   */
  static async take(
    folder: string,
    onRenewal: () => Promise<void>,
    onLost: () => void,
  ): Promise<HeldLease | undefined> {
    const path = join(folder, runFiles.lease);
    const lease: Lease = { token: randomUUID(), pid: process.pid, host: hostname(), takenAt: Date.now() };
    while (!(await create(path, JSON.stringify(lease)))) {
      if (!(await removeDead(path))) return undefined;
    }
    return new HeldLease(folder, lease.token, onRenewal, onLost);
  }

  /** Whether that has been noticed. */
  get isLost(): boolean {
    return this.lost;
  }

  /** Looks whether it is held still; a renewal may be late, or another process faster. */
  async isHeld(): Promise<boolean> {
    if (!this.lost && !(await this.isOurs())) this.lose();
    return !this.lost;
  }

  private lose(): void {
    if (this.lost) return; // two looks at the same time
    this.lost = true;
    clearInterval(this.timer);
    this.onLost();
  }

  async giveBack(): Promise<void> {
    clearInterval(this.timer);
    if (await this.isOurs()) await rm(join(this.folder, runFiles.lease), { force: true });
  }

  private async renew(): Promise<void> {
    if (!(await this.isHeld())) return;
    const now = new Date();
    // Between the look and the touch the folder may have been deleted; the next renewal notices.
    await utimes(join(this.folder, runFiles.lease), now, now).catch(() => undefined);
    await this.onRenewal();
  }

  /** A lease that cannot be read at the moment, as a virus scanner has it open, is nobody else's for that. */
  private async isOurs(): Promise<boolean> {
    try {
      const text = await readFile(join(this.folder, runFiles.lease), 'utf8');
      return text.includes(this.token);
    } catch (error) {
      return codeOf(error) !== 'ENOENT';
    }
  }
}

/** What is written in a lease's file, and when it was renewed, in milliseconds since 1970. */
interface Written {
  readonly text: string;
  readonly renewedAt: number;
}

async function readWritten(path: string): Promise<Written | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    return { text, renewedAt: mtimeMs };
  } catch {
    return undefined; // none, or given back this very moment
  }
}

function liveLease(written: Written): Lease | undefined {
  const lease = leaseIn(written);
  return lease && isFresh('lease', written.renewedAt) && isAlive(lease) ? lease : undefined;
}

function leaseIn({ text }: Written): Lease | undefined {
  try {
    const lease: unknown = JSON.parse(text);
    return isLease(lease) ? lease : undefined;
  } catch {
    return undefined; // being written this very moment
  }
}

function isLease(value: unknown): value is Lease {
  const parts: readonly (keyof Lease)[] = ['token', 'pid', 'host', 'takenAt'];
  return typeof value === 'object' && value !== null && parts.every((part) => part in value);
}

/** A process of another machine, which shares the folder, can only be known by its lease's age. */
function isAlive({ pid, host }: Lease): boolean {
  return host !== hostname() || isRunning(pid);
}

/** @returns whether there was no such file yet */
async function create(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Several processes may find the same dead lease, and the first to remove it may have taken its own before the others
 * remove that. So only one at a time looks and removes, which a file of its own says; the others need not wait, as that
 * one wants the lease.
 *
 * @returns whether the lease is free now, as far as is known
 */
async function removeDead(path: string): Promise<boolean> {
  const removal = `${path}.removal`;
  if (!(await create(removal, ''))) return forgetAbandoned(removal);
  try {
    const written = await readWritten(path);
    if (!written) return true;
    const isBeingWritten = written.text === '' && isFresh('lease', written.renewedAt);
    if (isBeingWritten || liveLease(written) || (await wakesUp(path, written))) return false;
    await rm(path);
    return true;
  } finally {
    await rm(removal, { force: true });
  }
}

/**
 * How many milliseconds a holder that lives has to renew its lease after the computer has slept. It may have fallen
 * asleep in a call that keeps it from that, and on a large model such a call takes seconds.
 */
const graceForWaking = 10_000;

/**
 * After the computer has slept, no lease has been renewed for long. So a holder that lives is given the time for it; one
 * that does not use it is another process that has been given the same number.
 */
async function wakesUp(path: string, written: Written): Promise<boolean> {
  const lease = leaseIn(written);
  if (lease?.host !== hostname() || !isAlive(lease)) return false;
  for (let waited = 0; waited < graceForWaking; waited += renewal.lease) {
    await sleep(renewal.lease);
    if ((await readWritten(path))?.renewedAt !== written.renewedAt) return true;
  }
  return false;
}

/** A process may have died while it removed a lease. */
async function forgetAbandoned(removal: string): Promise<boolean> {
  const written = await readWritten(removal);
  if (!written || isFresh('lease', written.renewedAt)) return false;
  await rm(removal, { force: true });
  return true;
}

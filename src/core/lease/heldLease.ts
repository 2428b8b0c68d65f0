/** Taking the lease on a folder, and holding it. */
import { randomUUID } from 'node:crypto';
import { readFile, rm, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { saysMissing } from '../system';
import { removeDead } from './deadLease';
import { createUnlessThere, leaseFile, type Lease } from './lease';
import { renewal } from './renewal';

/** Another process has taken the lease, or its folder is gone. */
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
   * @returns undefined when another process holds it
   */
  static async take(
    folder: string,
    onRenewal: () => Promise<void> = () => Promise.resolve(),
    onLost: () => void = () => undefined,
  ): Promise<HeldLease | undefined> {
    const path = join(folder, leaseFile);
    const lease: Lease = { token: randomUUID(), pid: process.pid, host: hostname(), takenAt: Date.now() };
    while (!(await createUnlessThere(path, JSON.stringify(lease)))) {
      if (!(await removeDead(path))) return undefined;
    }
    return new HeldLease(folder, lease.token, onRenewal, onLost);
  }

  /** Whether it has been noticed that the lease is lost. */
  get isLost(): boolean {
    return this.lost;
  }

  /** Looks whether the lease is still held: a renewal may have come too late. */
  async isHeld(): Promise<boolean> {
    if (!this.lost && !(await this.isOurs())) this.lose();
    return !this.lost;
  }

  async giveBack(): Promise<void> {
    clearInterval(this.timer);
    if (await this.isOurs()) await rm(join(this.folder, leaseFile), { force: true });
  }

  private lose(): void {
    if (this.lost) return; // two looks at the same time
    this.lost = true;
    clearInterval(this.timer);
    this.onLost();
  }

  private async renew(): Promise<void> {
    if (!(await this.isHeld())) return;
    const now = new Date();
    // Between the look and the touch the folder may have been deleted; the next renewal notices.
    await utimes(join(this.folder, leaseFile), now, now).catch(() => undefined);
    await this.onRenewal();
  }

  /** A lease that cannot be read at the moment, because a virus scanner has it open, say, still counts as ours. */
  private async isOurs(): Promise<boolean> {
    try {
      const text = await readFile(join(this.folder, leaseFile), 'utf8');
      return text.includes(this.token);
    } catch (error) {
      return !saysMissing(error);
    }
  }
}

/** The right to work on a run's folder: one process at a time, of whatever window. */
import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import * as l10n from '@vscode/l10n';

import { UserError } from '../core/errors';
import { readLease, renewal, runFiles, type Lease } from '../protocol/runFolder';

export class HeldLease {
  private readonly timer: NodeJS.Timeout;

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
   * @param onLost called when another process has taken the lease, so that work must end at once
   * @throws {UserError} when another process holds it
   */
  static async take(folder: string, onRenewal: () => Promise<void>, onLost: () => void): Promise<HeldLease> {
    const token = randomUUID();
    if (await readLease(folder)) throw heldElsewhere();
    await removeDeadLease(folder);
    const lease: Lease = { token, pid: process.pid, host: hostname() };
    try {
      await writeFile(join(folder, runFiles.lease), JSON.stringify(lease), { flag: 'wx' });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw heldElsewhere();
      throw error;
    }
    return new HeldLease(folder, token, onRenewal, onLost);
  }

  async giveBack(): Promise<void> {
    clearInterval(this.timer);
    if (await this.isOurs()) await rm(join(this.folder, runFiles.lease), { force: true });
  }

  private async renew(): Promise<void> {
    if (!(await this.isOurs())) {
      clearInterval(this.timer);
      this.onLost();
      return;
    }
    const now = new Date();
    // Between the look and the touch the folder may have been deleted; the next renewal notices.
    await utimes(join(this.folder, runFiles.lease), now, now).catch(() => undefined);
    await this.onRenewal();
  }

  private async isOurs(): Promise<boolean> {
    const text = await readFile(join(this.folder, runFiles.lease), 'utf8').catch(() => '');
    return text.includes(this.token);
  }
}

/**
 * Two processes may find the same dead lease. Renaming it first lets only one of them remove it, and not a lease that
 * the other has just taken.
 */
async function removeDeadLease(folder: string): Promise<void> {
  const path = join(folder, runFiles.lease);
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
    await rm(aside);
  } catch {
    // There was none.
  }
}

function heldElsewhere(): UserError {
  return new UserError(
    l10n.t('Another window is working on this fine-tuning. Stop it there, or wait for its end.'),
  );
}

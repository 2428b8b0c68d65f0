/** Removes leases whose holders died without giving them back. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

import { createUnlessThere, isAlive, leaseIn, liveLease, readWritten, type Written } from './lease';
import { isFresh, renewal } from './renewal';

/**
 * Removes a lease if it is dead. Several processes may find the same dead lease, and a slow one could remove the new
 * lease of a faster one. So only one at a time looks and removes, guarded by a file of its own; the others need not
 * wait, since that one wants the lease for itself.
 *
 * @returns whether the lease is free now, as far as is known
 */
export async function removeDead(path: string): Promise<boolean> {
  const removal = `${path}.removal`;
  if (!(await createUnlessThere(removal, ''))) return forgetAbandoned(removal);
  try {
    const written = await readWritten(path);
    if (!written) return !existsSync(path); // given back this very moment, or nothing that can be read
    const isBeingWritten = written.text === '' && isFresh('lease', written.renewedAt);
    if (isBeingWritten || liveLease(written) || (await wakesUp(path, written))) return false;
    await rm(path, { force: true });
    return true;
  } finally {
    await rm(removal, { force: true });
  }
}

/**
 * Milliseconds that a living holder has to renew its lease after the computer has slept: it may be in the middle of a
 * call that keeps it from renewing, which takes seconds on a large model.
 */
const graceForWaking = 10_000;

/**
 * Whether the holder of a lease that is out of date renews it after all. After the computer has slept every lease is out
 * of date, so a living holder is given time; one that does not renew it is another process with the same process id.
 */
async function wakesUp(path: string, written: Written): Promise<boolean> {
  const lease = leaseIn(written);
  if (lease?.host !== hostname() || !isAlive(lease)) return false;
  for (let waited = 0; waited < graceForWaking; waited += renewal.lease) {
    await sleep(renewal.lease);
    const now = await readWritten(path);
    if (!now) return existsSync(path); // given back, unless it cannot be read for a moment
    if (now.renewedAt !== written.renewedAt) return true;
  }
  return false;
}

/** Removes the guard of a process that died while it removed a lease. */
async function forgetAbandoned(removal: string): Promise<boolean> {
  const written = await readWritten(removal);
  if (!written || isFresh('lease', written.renewedAt)) return false;
  await rm(removal, { force: true });
  return true;
}

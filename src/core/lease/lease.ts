/** A lease is the right to work on a folder, which one process has at a time, of whatever window. It is kept in a file. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { codeOf, isRunning } from '../system';
import { isFresh } from './renewal';

/** The name of the file, in the folder that it is the right to. */
export const leaseFile = 'lease.json';

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
  const written = await readWritten(join(folder, leaseFile));
  return written && liveLease(written);
}

/** When a holder of the lease on a folder last renewed it, in milliseconds since 1970; nothing once it has ended. */
export async function lastRenewal(folder: string, { token }: Lease): Promise<number | undefined> {
  const written = await readWritten(join(folder, leaseFile));
  const lease = written && leaseIn(written);
  return lease?.token === token && isAlive(lease) ? written?.renewedAt : undefined;
}

/** What is written in a lease's file, and when it was renewed, in milliseconds since 1970. */
export interface Written {
  readonly text: string;
  readonly renewedAt: number;
}

export async function readWritten(path: string): Promise<Written | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    return { text, renewedAt: mtimeMs };
  } catch {
    return undefined; // none, or given back this very moment
  }
}

export function liveLease(written: Written): Lease | undefined {
  const lease = leaseIn(written);
  return lease && isFresh('lease', written.renewedAt) && isAlive(lease) ? lease : undefined;
}

export function leaseIn({ text }: Written): Lease | undefined {
  try {
    const lease: unknown = JSON.parse(text);
    return isLease(lease) ? lease : undefined;
  } catch {
    return undefined; // being written this very moment
  }
}

/** A number that is no process's own may stand for all of a person's: it is to be ended by. */
function isLease(value: unknown): value is Lease {
  if (typeof value !== 'object' || value === null) return false;
  const { token, pid, host, takenAt }: { [part in keyof Lease]?: unknown } = value;
  return (
    typeof token === 'string' &&
    typeof host === 'string' &&
    typeof takenAt === 'number' &&
    Number.isSafeInteger(pid) &&
    Number(pid) > 0
  );
}

/** Of a process on another machine that shares the folder, nothing is known but the age of its lease. */
export function isAlive({ pid, host }: Lease): boolean {
  return host !== hostname() || isRunning(pid);
}

/** Creates a file. @returns false when there is one already */
export async function createUnlessThere(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

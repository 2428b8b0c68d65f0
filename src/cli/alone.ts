import { createHash } from 'node:crypto';
import { mkdir, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../core/errors';
import { placeOf } from '../core/modelFiles/atomicFolder';
import { explainingDiskErrors } from '../core/modelFiles/diskErrors';
import { HeldLease } from '../protocol/lease';

/**
 * Does work that writes to a folder from time to time, unless another process of this user on this computer is doing so.
 * The lease is kept outside of the folder, which does not exist at first and is replaced later.
 *
 * @throws UserError when another process works on the folder
 */
export async function alone<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const place = await leasePlace(folder);
  const lease = await explainingDiskErrors(tmpdir(), async () => {
    await mkdir(place, { recursive: true });
    return HeldLease.take(place);
  });
  if (!lease) throw inUse(folder);
  try {
    return await work();
  } finally {
    await lease.giveBack();
    await rmdir(place).catch(() => undefined); // the next one may have come
  }
}

async function leasePlace(folder: string): Promise<string> {
  const whoAndWhere = JSON.stringify([process.getuid?.(), await placeOf(folder)]);
  const name = createHash('sha256').update(whoAndWhere).digest('hex').slice(0, 16);
  return join(tmpdir(), `cloze-tuner-run-${name}`);
}

function inUse(folder: string): UserError {
  return new UserError(
    l10n.t(
      'Another process is training into the folder {0}. Wait for its end, or choose another folder (--out).',
      folder,
    ),
  );
}

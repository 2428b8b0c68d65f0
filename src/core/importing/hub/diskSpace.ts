import { statfs } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { megabytes } from '../../amounts';
import { UserError } from '../../errors';

/** @throws {UserError} when the disk of a folder has no room for so many bytes */
export async function requireSpace(folder: string, bytes: number, id: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= bytes) return;
  throw new UserError(
    l10n.t(
      'The model {0} needs {1} MB, but the disk of {2} has only {3} MB left. Please make room and try again.',
      id,
      megabytes(bytes),
      folder,
      megabytes(free),
    ),
  );
}

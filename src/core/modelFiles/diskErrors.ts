import * as l10n from '@vscode/l10n';
import { describeDiskFault } from '../diskFault';
import { UserError } from '../errors';
import { codeOf } from '../system';

/** What is wrong with a folder's disk. */
export class DiskError extends UserError {}

/** @throws UserError naming the folder, for what went wrong with its disk; else what `write` throws. */
export async function explainingDiskErrors<T>(dir: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw explained(error, dir);
  }
}

/** The same for what is written at once. */
export function explainingDiskErrorsAtOnce<T>(dir: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw explained(error, dir);
  }
}

/** What was explained of a file in a temporary folder is said anew of the folder that a person knows. */
function explained(error: unknown, dir: string): unknown {
  const cause = error instanceof DiskError ? error.cause : error;
  const explanation = describeDiskFault(cause, dir) ?? explanationOf(cause, dir);
  return explanation === undefined ? error : new DiskError(explanation, cause);
}

/** What is wrong with a folder that something is to be put in. */
function explanationOf(error: unknown, dir: string): string | undefined {
  switch (codeOf(error)) {
    case 'EFBIG':
      return l10n.t(
        'A file for the folder {0} would be larger than its disk allows, or than programs may write here. Please choose a folder on another disk, or lift that limit.',
        dir,
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return l10n.t(
        'The folder {0} cannot be written to. Please choose another one, or allow writing to it.',
        dir,
      );
    case 'EBUSY':
      return l10n.t(
        'Another program is using something in the folder {0}. Please close it there, or choose another folder.',
        dir,
      );
    case 'ENAMETOOLONG':
      return l10n.t('A name in {0} is too long. Please choose a shorter one.', dir);
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ENOENT':
      return l10n.t('{0} is not a folder that can be written to. Please choose another one.', dir);
    default:
      return undefined;
  }
}

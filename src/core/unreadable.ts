/** What the system does not let be read. */
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { UserError } from './errors';

/** A file or folder cannot be read, whatever may be in it. */
export class Unreadable extends UserError {}

/** @throws Unreadable naming what the system does not let be read, or else `path`; else what `read` throws. */
export async function explainingUnreadable<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw isSystemError(error) ? cannotRead(error.path ?? path, error) : error;
  }
}

/**
 * What the system tells of a file, to be asked before it is opened: to open a named pipe is to wait for whoever writes
 * into it, if ever.
 *
 * @throws Unreadable where it is something else
 */
export async function statOfFile(path: string): Promise<Stats> {
  const stats = await stat(path);
  if (stats.isFile()) return stats;
  throw new Unreadable(
    l10n.t(
      '{0} is not a file, but a folder, a named pipe or a device. Please put the file itself in its place.',
      path,
    ),
  );
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}

/** What a path leads nowhere by: a text that was given in the place of a file often is too long for a name. */
const nowhere = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'];

function cannotRead(path: string, error: NodeJS.ErrnoException): Unreadable {
  if (nowhere.includes(error.code ?? ''))
    return new Unreadable(l10n.t('There is no file “{0}”. Check its name and folder.', path), error);
  return new Unreadable(
    l10n.t('“{0}” cannot be read ({1}). Check that you may open it.', path, error.code ?? ''),
    error,
  );
}

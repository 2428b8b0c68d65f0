import { readFile } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { statOfFile } from '../unreadable';

/** https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
const pointerStart = 'version https://git-lfs.github.com/spec/';
const longestPointer = 1_024;

/** @throws UserError for what Git leaves in place of a large file where Git LFS has not fetched it. */
export async function refuseLfsPointer(path: string): Promise<void> {
  const { size } = await statOfFile(path);
  if (size > longestPointer || !(await readFile(path, 'latin1')).startsWith(pointerStart)) return;
  throw new UserError(
    l10n.t(
      '{0} holds no weights, but only says where they are: Git has copied the model without Git LFS. Please install Git LFS and run “git lfs pull” in the folder, or download this file by itself.',
      path,
    ),
  );
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { isHubId } from './hubCache';

/** @throws UserError naming the folder, or the first file that it lacks. */
export function requireFiles(dir: string, ...files: string[]): void {
  if (!existsSync(dir)) throw missingFolder(dir);
  for (const file of files) {
    if (!existsSync(join(dir, file))) {
      throw new UserError(l10n.t('The folder {0} cannot be read as a model: {1} is missing.', dir, file));
    }
  }
}

/** Early ids of BERT models have no owner, such as `bert-base-chinese`. */
function missingFolder(dir: string): UserError {
  const maybeId = isHubId(dir) && /\/|bert/i.test(dir);
  return new UserError(
    maybeId
      ? l10n.t(
          'The folder {0} does not exist. If that is the id of a model on a hub, please import the model first, and give the folder that it is in then.',
          dir,
        )
      : l10n.t('The folder {0} does not exist.', dir),
  );
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';

/** @throws UserError naming the folder, or the first file that it lacks. */
export function requireFiles(dir: string, ...files: string[]): void {
  if (!existsSync(dir)) throw new UserError(l10n.t('The folder {0} does not exist.', dir));
  for (const file of files) {
    if (!existsSync(join(dir, file))) {
      throw new UserError(l10n.t('The folder {0} cannot be read as a model: {1} is missing.', dir, file));
    }
  }
}

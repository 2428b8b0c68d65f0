import * as l10n from '@vscode/l10n';
import { codeOf } from './system';

/** Why nothing can be written to a folder for now, whichever it is; nothing where the error is another one. */
export function describeDiskFault(error: unknown, folder: string): string | undefined {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return l10n.t(
        'The disk is full: nothing could be written to the folder {0}. Please make room and try again.',
        folder,
      );
    case 'EIO':
      return l10n.t(
        'The disk of the folder {0} reports a fault. Please check the disk and try again.',
        folder,
      );
    case 'EMFILE':
    case 'ENFILE':
      return l10n.t(
        'Too many files are open at the same time: nothing could be written to the folder {0}. Please close other programs and try again.',
        folder,
      );
    default:
      return undefined;
  }
}

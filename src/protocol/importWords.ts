/** How an import goes on, in words: of a notification, or of a terminal. */
import * as l10n from '@vscode/l10n';

import { duration, megabytes } from '../core/amounts';
import type { ImportProgress } from './engine';
import { percentDone } from './progress';

export function describeImport(progress: ImportProgress): string {
  switch (progress.stage) {
    case 'finding':
      return l10n.t('Waiting for the answer of {0}…', progress.endpoint);
    case 'loading': {
      const { received, total, secondsLeft } = progress;
      const [loaded, all] = [megabytes(received), megabytes(total)];
      return secondsLeft === undefined
        ? l10n.t('{0} of {1} MB', loaded, all)
        : l10n.t('{0} of {1} MB, {2} left', loaded, all, duration(Math.ceil(secondsLeft)));
    }
    case 'waiting':
      return l10n.t('The connection is interrupted; trying again in {0} seconds…', progress.seconds);
    case 'checking':
      return l10n.t('Checking the model…');
  }
}

/** Whole percents of all bytes. */
export function percentLoaded(progress: ImportProgress): number | undefined {
  return progress.stage === 'loading' ? percentDone(progress.received, progress.total) : undefined;
}

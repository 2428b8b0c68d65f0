/** How an import goes on, in words: of a notification, or of a terminal. */
import * as l10n from '@vscode/l10n';

import type { ImportProgress } from './engine';
import { percentDone } from './progress';

/** @param duration a number of seconds in words */
export function describeImport(progress: ImportProgress, duration = roundedUp): string {
  switch (progress.stage) {
    case 'finding':
      return l10n.t('Asking the hub…');
    case 'loading': {
      const { received, total, secondsLeft } = progress;
      const [loaded, all] = [megabytes(received), megabytes(total)];
      return secondsLeft === undefined
        ? l10n.t('{0} of {1} MB', loaded, all)
        : l10n.t('{0} of {1} MB, {2} left', loaded, all, duration(secondsLeft));
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

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}

function roundedUp(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? l10n.t('{0} s', whole) : l10n.t('{0} min {1} s', Math.floor(whole / 60), whole % 60);
}

import * as l10n from '@vscode/l10n';
import { megabytes } from '../core/importing/hub/diskSpace';
import type { ImportProgress } from '../core/importing/hub/transfer';
import { duration } from './terminalReport';

const clearLine = '\r\u001b[K';

/** An import as a person at a terminal follows it: one line that changes. Elsewhere nothing is written. */
export class ImportReport {
  constructor(private readonly stream: NodeJS.WriteStream) {}

  readonly show = (progress: ImportProgress): void => {
    if (this.stream.isTTY) this.stream.write(`${clearLine}${describe(progress)}`);
  };

  /** Takes the line away. */
  end(): void {
    if (this.stream.isTTY) this.stream.write(clearLine);
  }
}

function describe(progress: ImportProgress): string {
  switch (progress.stage) {
    case 'finding':
      return l10n.t('Asking the hub…');
    case 'loading': {
      const { received, total, secondsLeft } = progress;
      const loaded = l10n.t('{0} of {1} MB', megabytes(received), megabytes(total));
      return secondsLeft === undefined ? loaded : `${loaded}, ${l10n.t('{0} left', duration(secondsLeft))}`;
    }
    case 'waiting':
      return l10n.t('The connection is interrupted; trying again in {0} seconds…', progress.seconds);
    case 'checking':
      return l10n.t('Checking the model…');
  }
}

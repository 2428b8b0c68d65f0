import type { ImportProgress } from '../core/importing/hub/transfer';
import { describeImport } from '../protocol/importWords';

const clearLine = '\r\u001b[K';

/**
 * An import as a person at a terminal follows it: one line that changes. In a file, there is a line for whatever it waits
 * for.
 */
export class ImportReport {
  constructor(private readonly stream: NodeJS.WriteStream) {}

  readonly show = (progress: ImportProgress): void => {
    if (this.stream.isTTY) this.stream.write(`${clearLine}${describeImport(progress)}`);
    else if (isWaiting(progress)) this.stream.write(`${describeImport(progress)}\n`);
  };

  /** Takes the line away. */
  end(): void {
    if (this.stream.isTTY) this.stream.write(clearLine);
  }
}

function isWaiting({ stage }: ImportProgress): boolean {
  return stage === 'finding' || stage === 'waiting';
}

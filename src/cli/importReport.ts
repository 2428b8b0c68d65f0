import type { ImportProgress } from '../core/importing/hub/transfer';
import { describeImport } from '../protocol/importWords';

const clearLine = '\r\u001b[K';

/** An import as a person at a terminal follows it: one line that changes. Elsewhere nothing is written. */
export class ImportReport {
  constructor(private readonly stream: NodeJS.WriteStream) {}

  readonly show = (progress: ImportProgress): void => {
    if (this.stream.isTTY) this.stream.write(`${clearLine}${describeImport(progress)}`);
  };

  /** Takes the line away. */
  end(): void {
    if (this.stream.isTTY) this.stream.write(clearLine);
  }
}

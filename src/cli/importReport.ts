import type { ImportProgress } from '../core/importing/hub/transfer';
import { describeImport } from '../protocol/importWords';
import { PassingLine, type Output } from './passingLine';

/**
 * An import as a person at a terminal follows it: one line that changes. In a file, there is a line for whatever it waits
 * for.
 */
export class ImportReport {
  private readonly passing: PassingLine;

  constructor(private readonly output: Output) {
    this.passing = new PassingLine(output);
  }

  readonly show = (progress: ImportProgress): void => {
    if (this.output.isTTY) this.passing.show(describeImport(progress));
    else if (isWaiting(progress)) this.output.write(`${describeImport(progress)}\n`);
  };

  /** Takes the line away. */
  end(): void {
    this.passing.clear();
  }
}

function isWaiting({ stage }: ImportProgress): boolean {
  return stage === 'finding' || stage === 'waiting';
}

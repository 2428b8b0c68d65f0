/** Where a report is written: a terminal, or a file. */
export interface Output {
  readonly isTTY: boolean;
  write(text: string): unknown;
}

const clearLine = '\r\u001b[K';

/** A line of a terminal that the next one takes the place of. */
export class PassingLine {
  private isShown = false;

  constructor(private readonly terminal: Output) {}

  show(text: string): void {
    this.terminal.write(`${clearLine}${text}`);
    this.isShown = true;
  }

  /** Takes it away. */
  clear(): void {
    if (this.isShown) this.terminal.write(clearLine);
    this.isShown = false;
  }
}

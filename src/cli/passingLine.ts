/** Where a report is written: a terminal, or a file. */
export interface Output {
  readonly isTTY: boolean;
  /** Of a terminal: how wide it is. */
  readonly columns?: number;
  write(text: string): unknown;
}

const clearLine = '\r\u001b[K';
/** Text that is wider than the terminal is cut at its edge: of several rows the next line would replace the last alone. */
const stopWrapping = '\u001b[?7l';
const wrapAgain = '\u001b[?7h';

/** A line of a terminal that the next one replaces. */
export class PassingLine {
  private isShown = false;

  constructor(private readonly terminal: Output) {}

  show(text: string): void {
    this.terminal.write(`${clearLine}${stopWrapping}${text}${wrapAgain}`);
    this.isShown = true;
  }

  /** Takes it away. */
  clear(): void {
    if (this.isShown) this.terminal.write(clearLine);
    this.isShown = false;
  }
}

/** The log of what happened in a run: a line of JSON an event, appended and never rewritten. */
import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { runFiles, type LoggedEvent, type TrainingEvent } from '../protocol/runFolder';

export class EventLog {
  private readonly file: number;

  constructor(folder: string) {
    this.file = openSync(join(folder, runFiles.events), 'a+');
  }

  append(event: TrainingEvent): void {
    const line: LoggedEvent = { ...event, time: Date.now() };
    writeSync(this.file, `${this.isWithinLine() ? '\n' : ''}${JSON.stringify(line)}\n`);
  }

  /** A disk that was full, or a sudden end, may have left half a line. */
  private isWithinLine(): boolean {
    const { size } = fstatSync(this.file);
    if (size === 0) return false;
    const last = Buffer.alloc(1);
    readSync(this.file, last, 0, 1, size - 1);
    return last.toString() !== '\n';
  }

  close(): void {
    fsyncSync(this.file);
    closeSync(this.file);
  }
}

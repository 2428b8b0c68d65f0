/** The log of what happened in a run: a line of JSON an event, appended and never rewritten. */
import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { explainingDiskErrorsAtOnce } from '../core/modelFiles/diskErrors';
import { runFiles, type LoggedEvent, type TrainingEvent } from '../protocol/runFolder';

export class EventLog {
  private readonly file: number;
  private readonly openedAt = Date.now();

  /** @throws UserError when the folder cannot be written to */
  constructor(private readonly folder: string) {
    this.file = this.explaining(() => openSync(join(folder, runFiles.events), 'a+'));
  }

  /** @throws UserError when the disk is full */
  append(event: TrainingEvent): void {
    const began = event.type === 'start' && { began: this.openedAt };
    const line: LoggedEvent = { ...event, time: Date.now(), ...began };
    this.explaining(() => {
      writeFileSync(this.file, `${this.isWithinLine() ? '\n' : ''}${JSON.stringify(line)}\n`);
    });
  }

  /** A disk that was full, or a sudden end, may have left half a line. */
  private isWithinLine(): boolean {
    const { size } = fstatSync(this.file);
    if (size === 0) return false;
    const last = Buffer.alloc(1);
    readSync(this.file, last, 0, 1, size - 1);
    return last.toString() !== '\n';
  }

  /** @throws UserError when what was appended does not fit on the disk; the file is closed in any case */
  close(): void {
    this.explaining(() => {
      try {
        fsyncSync(this.file);
      } finally {
        closeSync(this.file);
      }
    });
  }

  private explaining<T>(write: () => T): T {
    return explainingDiskErrorsAtOnce(this.folder, write);
  }
}

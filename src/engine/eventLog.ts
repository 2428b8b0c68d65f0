/** The log of what happened in a run: a line of JSON an event, appended and never rewritten. */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { runFiles, type LoggedEvent, type TrainingEvent } from '../protocol/runFolder';

export class EventLog {
  private readonly file: number;

  constructor(folder: string) {
    this.file = openSync(join(folder, runFiles.events), 'a');
  }

  append(event: TrainingEvent): void {
    const line: LoggedEvent = { ...event, time: Date.now() };
    writeSync(this.file, `${JSON.stringify(line)}\n`);
  }

  close(): void {
    fsyncSync(this.file);
    closeSync(this.file);
  }
}

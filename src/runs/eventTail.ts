/** Reads a growing log of events, each line once. */
import { open } from 'node:fs/promises';

import type { LoggedEvent } from '../protocol/runFolder';
import { unlessMissing } from '../protocol/system';

export class EventTail {
  private offset = 0;

  constructor(private readonly path: string) {}

  /** The events of the lines that were completed since the last call; none when there is no log yet. */
  async read(): Promise<LoggedEvent[]> {
    const file = await unlessMissing(open(this.path));
    if (!file) return [];
    try {
      const { size } = await file.stat();
      if (size <= this.offset) return [];
      const { buffer, bytesRead } = await file.read(
        Buffer.alloc(size - this.offset),
        0,
        size - this.offset,
        this.offset,
      );
      const end = buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1;
      this.offset += end;
      return parseLines(buffer.toString('utf8', 0, end));
    } finally {
      await file.close();
    }
  }
}

/** A line that was left half-written is no event. */
function parseLines(text: string): LoggedEvent[] {
  return text.split('\n').flatMap((line) => {
    try {
      const event: unknown = JSON.parse(line);
      return isEvent(event) ? [event] : [];
    } catch {
      return [];
    }
  });
}

/** The log is written by the engine alone; a whole line is an event of its version of the program. */
function isEvent(value: unknown): value is LoggedEvent {
  return typeof value === 'object' && value !== null && 'type' in value && 'time' in value;
}

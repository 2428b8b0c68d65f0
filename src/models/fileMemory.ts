/**
 * A memory in a file, which all windows share: unlike VS Code's own, it also keeps what an extension host decides whose
 * window is gone, such as the use of a run's result that it has waited for.
 */
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { Emitter } from '../protocol/emitter';
import { writeJson } from '../protocol/writeAtomic';
import type { Memory } from './modelLibrary';

export class FileMemory implements Memory {
  private readonly changed = new Emitter<void>();
  /** Another window has written something else. */
  readonly onDidChange = this.changed.event;
  private values: Map<string, unknown>;
  /** What is remembered is written in its order. */
  private writing: Promise<void> = Promise.resolve();

  constructor(readonly path: string) {
    this.values = read(path);
  }

  get(key: string): unknown {
    return this.values.get(key);
  }

  async update(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
    const written = this.writing.then(() => this.write(key, value));
    this.writing = written.catch(() => undefined); // who has asked for it is told
    await written;
  }

  /** Looks at the file now. */
  refresh(): void {
    const values = read(this.path);
    if (isDeepStrictEqual(values, this.values)) return;
    this.values = values;
    this.changed.fire();
  }

  private async write(key: string, value: unknown): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    await writeJson(this.path, Object.fromEntries(read(this.path).set(key, value)));
  }
}

/** What cannot be read is forgotten; it is a matter of convenience. */
function read(path: string): Map<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return new Map(Object.entries(value ?? {}));
  } catch {
    return new Map();
  }
}

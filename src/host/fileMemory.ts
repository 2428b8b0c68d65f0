/**
 * A memory in a file that all windows share. Unlike VS Code's own memory, it also keeps what an extension host writes
 * after its window has closed, such as which model is active once a run has ended.
 */
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { Emitter } from '../protocol/emitter';
import { saysMissing } from '../protocol/system';
import { writeJson } from '../protocol/writeJson';

/** What outlives the window; a `vscode.Memento` fits. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

export class FileMemory implements Memory {
  private readonly changed = new Emitter<void>();
  /** Another window has written something else, or what was set could not be written. */
  readonly onDidChange = this.changed.event;
  private values = new Map<string, unknown>();
  /** What the file does not have yet. */
  private readonly unwritten = new Map<string, unknown>();
  /** Values are written in the order in which they were set. */
  private writing: Promise<void> = Promise.resolve();

  constructor(readonly path: string) {
    this.values = this.read();
  }

  get(key: string): unknown {
    return this.values.get(key);
  }

  async update(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
    this.unwritten.set(key, value);
    const written = this.writing.then(() => this.write(key, value));
    this.writing = written.catch(() => undefined); // the caller is told
    const ended = written.finally(() => {
      if (this.unwritten.get(key) === value) this.unwritten.delete(key);
    });
    try {
      await ended;
    } catch (error) {
      this.refresh(); // back to what the file has
      throw error;
    }
  }

  /** Looks at the file now. */
  refresh(): void {
    const values = new Map([...this.read(), ...this.unwritten]);
    if (isDeepStrictEqual(values, this.values)) return;
    this.values = values;
    this.changed.fire();
  }

  private async write(key: string, value: unknown): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    await writeJson(this.path, { ...Object.fromEntries(this.read()), [key]: value });
  }

  /** What is known already while the file cannot be looked at. A damaged one counts as empty: it is a convenience. */
  private read(): Map<string, unknown> {
    try {
      const value: unknown = JSON.parse(readFileSync(this.path, 'utf8'));
      return new Map(Object.entries(value ?? {}));
    } catch (error) {
      const isGoneOrDamaged = saysMissing(error) || error instanceof SyntaxError;
      return isGoneOrDamaged ? new Map<string, unknown>() : this.values;
    }
  }
}

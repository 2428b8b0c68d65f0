/**
 * A memory in a file: unlike VS Code's own, it also keeps what an extension host decides whose window is gone, such as
 * the use of a run's result that it has waited for.
 */
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

import { writeJson } from '../protocol/writeAtomic';
import type { Memory } from './modelLibrary';

export class FileMemory implements Memory {
  private readonly values: Map<string, unknown>;

  constructor(private readonly path: string) {
    this.values = new Map(Object.entries(read(path)));
  }

  get(key: string): unknown {
    return this.values.get(key);
  }

  async update(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
    await mkdir(dirname(this.path), { recursive: true });
    await writeJson(this.path, Object.fromEntries(this.values));
  }
}

/** What cannot be read is forgotten; it is a matter of convenience. */
function read(path: string): object {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** Models that a person brought: ordinary model folders, copied into the extension's storage. */
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { Emitter } from '../protocol/emitter';
import type { ModelEntry, ModelSource } from './modelLibrary';

/** Folders whose names begin so are still being copied. */
const unfinished = '.';

export class ImportedModels implements ModelSource {
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;
  private entries: readonly ModelEntry[];

  constructor(private readonly folder: string) {
    this.entries = this.read();
  }

  models(): readonly ModelEntry[] {
    return this.entries;
  }

  /**
   * Copies a model folder that has been found usable. It is listed only when it is whole.
   *
   * @returns its entry, under the folder's name or, where that is taken, one with a number
   */
  async add(source: string): Promise<ModelEntry> {
    await mkdir(this.folder, { recursive: true });
    const copy = join(this.folder, `${unfinished}${randomUUID()}`);
    try {
      await cp(source, copy, { recursive: true });
      const name = this.freeName(basename(source));
      await rename(copy, join(this.folder, name));
      this.entries = this.read();
      this.changed.fire();
      return entryFor(this.folder, name);
    } catch (error) {
      await rm(copy, { recursive: true, force: true });
      throw error;
    }
  }

  private read(): ModelEntry[] {
    if (!existsSync(this.folder)) return [];
    return readdirSync(this.folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith(unfinished))
      .map(({ name }) => entryFor(this.folder, name));
  }

  private freeName(name: string): string {
    for (let number = 2, candidate = name; ; number++) {
      if (!existsSync(join(this.folder, candidate))) return candidate;
      candidate = `${name} (${number})`;
    }
  }
}

function entryFor(folder: string, name: string): ModelEntry {
  return { id: `imported/${name}`, name, kind: 'imported', folder: join(folder, name), version: '' };
}

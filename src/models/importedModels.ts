/** Models that a person brought: ordinary model folders, in the extension's storage. */
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { freeName } from '../host/freeName';
import { hidden, removeAll, removeLeftovers, renamePatiently } from '../protocol/drafts';
import { Emitter } from '../protocol/emitter';
import { saysMissing, unlessMissing } from '../protocol/system';
import type { ModelEntry, ModelSource } from './modelLibrary';

/** In milliseconds; a large model takes its time. */
const draftLifetime = 24 * 60 * 60_000;

/** A file of this name is in the folder of a model that guesses no better than chance. */
const untrainedHeadMark = 'untrained-head';

export class ImportedModels implements ModelSource {
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;
  private entries: readonly ModelEntry[] = [];

  constructor(readonly folder: string) {
    this.entries = this.read();
    void removeLeftovers(folder, draftLifetime);
  }

  models(): readonly ModelEntry[] {
    return this.entries;
  }

  /**
   * Adds a model. It is listed only when it is whole.
   *
   * @param name what it is called, except for leading dots, which would hide it; a number is added where it is taken
   * @param make writes it into a folder that is not there yet, and says whether it is to be kept
   */
  async add(name: string, make: (folder: string) => Promise<boolean>): Promise<ModelEntry | undefined> {
    await mkdir(this.folder, { recursive: true });
    const draft = join(this.folder, `${hidden}${randomUUID()}`);
    try {
      if (!(await make(draft))) return undefined;
      const free = this.freeName(name);
      await renamePatiently(draft, join(this.folder, free));
      this.refresh();
      return entryFor(this.folder, free);
    } finally {
      await removeAll(draft);
    }
  }

  /** Removes a model; nothing is left to do where another window has removed it. */
  async remove({ folder }: ModelEntry): Promise<void> {
    const condemned = join(this.folder, `${hidden}${randomUUID()}`);
    await unlessMissing(renamePatiently(folder, condemned));
    this.refresh();
    await removeAll(condemned);
  }

  /** Looks at the folder now; other windows import and remove models, too. */
  refresh(): void {
    const entries = this.read();
    if (isDeepStrictEqual(entries, this.entries)) return;
    this.entries = entries;
    this.changed.fire();
  }

  /** The models in the folder; where it cannot be looked at, those that are known already. */
  private read(): readonly ModelEntry[] {
    try {
      return readdirSync(this.folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith(hidden))
        .map(({ name }) => entryFor(this.folder, name));
    } catch (error) {
      return saysMissing(error) ? [] : this.entries;
    }
  }

  private freeName(wanted: string): string {
    const name = wanted.replace(/^\.+/, '') || 'model';
    return freeName(name, (candidate) => existsSync(join(this.folder, candidate)));
  }
}

/** Notes in a model's folder that it guesses no better than chance. */
export function markUntrainedHead(folder: string): Promise<void> {
  return writeFile(join(folder, untrainedHeadMark), '');
}

function entryFor(parent: string, name: string): ModelEntry {
  const folder = join(parent, name);
  return {
    id: `imported/${name}`,
    name,
    kind: 'imported',
    folder,
    version: versionOf(folder),
    ...(existsSync(join(folder, untrainedHeadMark)) && { untrainedHead: true }),
  };
}

/** When its files were written: another model may come to have the name of one that was removed. */
function versionOf(folder: string): string {
  return String(statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? '');
}

/** All runs on this machine, those of other windows included, followed through their folders. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { hidden, removeAll, removeLeftovers, renamePatiently } from '../protocol/drafts';
import { Emitter } from '../protocol/emitter';
import type { CorpusCheck } from '../protocol/engine';
import { HeldLease } from '../protocol/lease';
import { readSettings, readState, runFiles, type RunSettings, type RunState } from '../protocol/runFolder';
import { saysMissing } from '../protocol/system';
import { writeJson } from '../protocol/writeJson';
import { Run } from './run';
import { StateChanges, type StateChange } from './stateChanges';

/** Milliseconds between two looks at the folders: while a run is at work, and while none is. */
const pace = { busy: 400, idle: 3_000 };

/** In milliseconds; far more than making a run takes. */
const draftLifetime = 10 * 60_000;

/** Whoever has a run at work holds the lease on this folder. */
const turn = `${hidden}turn`;

/** Whoever changes the state of a run holds the lease on this folder. */
const changes = `${hidden}changes`;

export class RunStore {
  private readonly byId = new Map<string, Run>();
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;
  private timer: NodeJS.Timeout | undefined;
  private disposed = false;
  private readonly unreadable = new Set<string>();
  private reading: Promise<void> = Promise.resolve();
  private readonly changes: StateChanges;

  /** @param onUnreadable told once of each folder that is no run, or a damaged one */
  constructor(
    private readonly folder: string,
    private readonly onUnreadable: (folder: string, error: unknown) => void,
  ) {
    this.changes = new StateChanges(join(folder, changes));
  }

  /** Newest first. */
  get runs(): readonly Run[] {
    return [...this.byId.values()].sort((a, b) => b.settings.createdAt - a.settings.createdAt);
  }

  get(id: string): Run | undefined {
    return this.byId.get(id);
  }

  /** @param except the run that is to have the name, which it may have already */
  isNameTaken(name: string, except?: Run): boolean {
    return this.runs.some((run) => run.id !== except?.id && run.state.name === name);
  }

  /** Reads all runs, follows them from then on, and removes what is left of half-made and half-removed ones. */
  async follow(): Promise<void> {
    await this.refresh();
    const next = (): void => {
      if (this.disposed) return;
      const busy = this.runs.some(({ lease }) => lease);
      this.timer = setTimeout(() => void this.refresh().then(next), busy ? pace.busy : pace.idle);
    };
    next();
    await removeLeftovers(this.folder, draftLifetime);
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
  }

  /**
   * @param text what it learns from, unless the settings name files
   * @param check what checking the corpus found, if that was done already
   */
  async create(
    settings: RunSettings,
    state: RunState,
    { text, check }: { text?: string | undefined; check?: CorpusCheck | undefined },
  ): Promise<Run> {
    const id = randomUUID();
    const draft = join(this.folder, `${hidden}${id}`);
    await mkdir(draft, { recursive: true });
    await writeJson(join(draft, runFiles.settings), settings);
    await writeJson(join(draft, runFiles.state), state);
    if (text !== undefined) await writeFile(join(draft, runFiles.corpus), text, { flush: true });
    if (check) await writeJson(join(draft, runFiles.check), check);
    await renamePatiently(draft, join(this.folder, id));
    await this.refresh();
    const run = this.byId.get(id);
    if (!run) throw new Error(`The run ${id} was not made.`);
    return run;
  }

  /** Changes parts of a run's state; an undefined part is removed. */
  async change(run: Run, change: StateChange): Promise<void> {
    await this.changes.make(run.folder, change);
    await this.refresh();
  }

  async addCheck(run: Run, check: CorpusCheck): Promise<void> {
    await writeJson(join(run.folder, runFiles.check), check);
    await this.refresh();
  }

  /** Removes a run that nobody works on. */
  async remove(run: Run): Promise<void> {
    const condemned = join(this.folder, `${hidden}${run.id}`);
    await renamePatiently(run.folder, condemned);
    await removeAll(condemned);
    await this.refresh();
  }

  /**
   * Takes the right to have a run at work, which one window of this machine has at a time: from before its engine starts
   * until after it has ended.
   *
   * @returns undefined while another window has it
   */
  async takeTurn(): Promise<HeldLease | undefined> {
    const folder = join(this.folder, turn);
    await mkdir(folder, { recursive: true });
    return HeldLease.take(folder); // when it is lost, after the computer slept, the run's own lease keeps others away
  }

  /** Looks at the folders now. */
  refresh(): Promise<void> {
    this.reading = this.reading.then(() => this.read());
    return this.reading;
  }

  private async read(): Promise<void> {
    const ids = await this.ids();
    let changed = false;
    for (const id of this.byId.keys()) {
      if (!ids.includes(id)) changed = this.byId.delete(id) || changed;
    }
    for (const id of ids) {
      if (!id.startsWith(hidden)) changed = (await this.readRun(id)) || changed;
    }
    if (changed) this.changed.fire();
  }

  /** The names of the folders that are there; where they cannot be listed, the ids of the runs that are known. */
  private ids(): Promise<readonly string[]> {
    return readdir(this.folder).catch((error: unknown) => (saysMissing(error) ? [] : [...this.byId.keys()]));
  }

  private async readRun(id: string): Promise<boolean> {
    const folder = join(this.folder, id);
    try {
      const known = this.byId.get(id);
      const run = known ?? new Run(id, folder, await readSettings(folder), await readState(folder));
      const changed = await run.refresh();
      this.byId.set(id, run);
      return changed;
    } catch (error) {
      if (await isGone(folder)) return this.byId.delete(id); // it has been removed meanwhile
      if (!this.unreadable.has(id)) this.onUnreadable(folder, error);
      this.unreadable.add(id);
      return false;
    }
  }
}

function isGone(path: string): Promise<boolean> {
  return stat(path).then(() => false, saysMissing);
}

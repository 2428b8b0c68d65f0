/** Where a model is while it is loaded: a hidden folder beside its place to be, kept until the model is whole. */
import { mkdir, readdir, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../errors';
import { HeldLease } from '../../lease/heldLease';
import { readLease } from '../../lease/lease';
import { placeNewFolder } from '../../modelFiles/newFolder';
import { removeAll } from '../../modelFiles/removeAll';
import type { RemoteFile } from './listing';

const hidden = '.downloads';

export class Staging {
  /** What has been loaded of the model. */
  readonly files: string;
  /** Where the model is made ready. */
  readonly model: string;

  private constructor(
    private readonly folder: string,
    private readonly lease: HeldLease,
  ) {
    this.files = join(folder, 'files');
    this.model = join(folder, 'model');
  }

  /**
   * The folder of a commit of a model, with what an earlier attempt has left there; what is left of other commits of
   * the same model is of no use any more and goes.
   *
   * @param out where the model is to be
   * @throws {UserError} when another process is loading the same model
   */
  static async take(out: string, id: string, commit: string): Promise<Staging> {
    const all = join(dirname(resolve(out)), hidden);
    const model = id.replace('/', '--');
    const folder = join(all, `${model}@${commit}`);
    await mkdir(join(folder, 'files'), { recursive: true });
    const lease = await HeldLease.take(folder);
    if (!lease) throw importedElsewhere(id);
    const staging = new Staging(folder, lease);
    try {
      await removeOthers(all, model, folder);
      await removeAll(staging.model); // an attempt that ended in the middle of it
    } catch (error) {
      await staging.release();
      throw error;
    }
    return staging;
  }

  path({ path }: RemoteFile): string {
    return join(this.files, path);
  }

  /** Bytes that are there already, by the file's path on the hub. */
  async present(files: readonly RemoteFile[]): Promise<Map<string, number>> {
    const present = new Map<string, number>();
    for (const file of files) {
      const size = await stat(this.path(file)).then(
        (found) => found.size,
        () => 0,
      );
      present.set(file.path, Math.min(size, file.size));
    }
    return present;
  }

  /** Puts the model that was made ready in its place. @throws {UserError} when something has come there meanwhile */
  async place(out: string): Promise<void> {
    await placeNewFolder(this.model, out);
  }

  /** Keeps what there is for a later attempt. */
  async release(): Promise<void> {
    await this.lease.giveBack();
  }

  async remove(): Promise<void> {
    await removeAll(this.folder);
    await rmdir(dirname(this.folder)).catch(() => undefined); // other downloads are in it
  }
}

/** Removes what was loaded of other commits of a model, unless somebody is at it. */
async function removeOthers(all: string, model: string, folder: string): Promise<void> {
  for (const name of await readdir(all)) {
    const other = join(all, name);
    if (name.startsWith(`${model}@`) && other !== folder && !(await readLease(other))) await removeAll(other);
  }
}

function importedElsewhere(id: string): UserError {
  return new UserError(
    l10n.t('The model {0} is being imported by another window or program. Wait for its end.', id),
  );
}

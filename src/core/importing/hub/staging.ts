/** Where a model is while it is loaded: a hidden folder beside its place to be, kept until the model is whole. */
import { mkdir, readdir, readFile, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../errors';
import { placeNewFolder } from '../../modelFiles/newFolder';
import { removeAll } from '../../modelFiles/removeAll';
import { isRunning } from '../../system';
import type { RemoteFile } from './listing';

const hidden = '.downloads';
/** The number of the process that is at work, which touches the file as long as it is. */
const holder = 'process.json';
/** Milliseconds between two touches. */
const renewal = 5_000;
/** A file that has not been touched for so long is of a process that ended without a word, whoever has its number now. */
const longestSilence = 60_000;
const heldHere = new Set<string>();

export class Staging {
  /** What has been loaded of the model. */
  readonly files: string;
  /** Where the model is made ready. */
  readonly model: string;

  private readonly renewal: NodeJS.Timeout;

  private constructor(private readonly folder: string) {
    this.files = join(folder, 'files');
    this.model = join(folder, 'model');
    this.renewal = setInterval(() => void touch(join(folder, holder)), renewal).unref();
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
    await hold(folder, id);
    for (const name of await readdir(all)) {
      const other = join(all, name);
      if (name.startsWith(`${model}@`) && other !== folder && !(await isHeld(other))) await removeAll(other);
    }
    const staging = new Staging(folder);
    await removeAll(staging.model); // an attempt that ended in the middle of it
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
    clearInterval(this.renewal);
    heldHere.delete(this.folder);
    await rm(join(this.folder, holder), { force: true });
  }

  async remove(): Promise<void> {
    await removeAll(this.folder);
    await rmdir(dirname(this.folder)).catch(() => undefined); // other downloads are in it
  }
}

async function hold(folder: string, id: string): Promise<void> {
  if (await isHeld(folder)) {
    throw new UserError(
      l10n.t('The model {0} is being imported by another window or program. Wait for its end.', id),
    );
  }
  await writeFile(join(folder, holder), String(process.pid));
  heldHere.add(folder);
}

/** A process of another life may have had the number of this one, or of another that is running. */
async function isHeld(folder: string): Promise<boolean> {
  const path = join(folder, holder);
  const pid = Number(await readFile(path, 'utf8').catch(() => ''));
  if (pid === process.pid) return heldHere.has(folder);
  return Number.isSafeInteger(pid) && pid > 0 && isRunning(pid) && (await isFresh(path));
}

function isFresh(path: string): Promise<boolean> {
  return stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs < longestSilence,
    () => false,
  );
}

async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined); // the folder may have been removed meanwhile
}

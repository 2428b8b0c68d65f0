import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { readSmallText } from '../json';
import { isAdapterFolder } from './adapterFolder';
import { configPath } from './config';
import { embeddedModel, embeddedName } from './embeddedModel';

/**
 * The folder that a model's files are in: of the word `embedded` that of the model that ships with the program; of a
 * model's folder in the cache of Hugging Face's libraries that of the revision that they use there.
 *
 * @throws UserError when it is not clear which revision is meant.
 */
export async function modelPlace(nameOrDir: string): Promise<string> {
  if (nameOrDir === embeddedName) return embeddedModel();
  return isInCache(nameOrDir) ? revisionIn(nameOrDir) : nameOrDir;
}

/** Whether there is a model or an adapter, be it in a revision's folder of its own. */
export function holdsModel(dir: string): boolean {
  return hasConfig(dir) || isInCache(dir);
}

function hasConfig(dir: string): boolean {
  return isAdapterFolder(dir) || configPath(dir) !== undefined;
}

/** `models--owner--name` has `snapshots/<commit>/`, with links into `blobs/`, and `refs/main`, which says a commit. */
function isInCache(dir: string): boolean {
  const has = (name: string): boolean => existsSync(join(dir, name));
  return has('snapshots') && (has('refs') || has('blobs')) && !hasConfig(dir);
}

async function revisionIn(dir: string): Promise<string> {
  const snapshots = join(dir, 'snapshots');
  const entries = await readdir(snapshots, { withFileTypes: true });
  const revisions = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const [first, ...others] = revisions;
  if (first === undefined) throw withoutRevision(dir);
  const current = await currentRevision(dir);
  // What the file says is looked for among the folders that are there, and never taken for a path.
  const revision = revisions.find((name) => name === current) ?? (others.length === 0 ? first : undefined);
  if (revision === undefined) throw unclearRevision(dir, revisions.length, snapshots);
  return join(snapshots, revision);
}

async function currentRevision(dir: string): Promise<string | undefined> {
  const path = join(dir, 'refs', 'main');
  return existsSync(path) ? (await readSmallText(path)).trim() : undefined;
}

function withoutRevision(dir: string): UserError {
  return new UserError(
    l10n.t(
      'The folder {0} of the Hugging Face cache holds no model: its folder “snapshots” is empty. Please download the model again.',
      dir,
    ),
  );
}

function unclearRevision(dir: string, count: number, snapshots: string): UserError {
  return new UserError(
    l10n.t(
      'The folder {0} of the Hugging Face cache holds {1} revisions of the model, and its refs/main names none of them. Please choose one of the folders in {2}.',
      dir,
      count,
      snapshots,
    ),
  );
}

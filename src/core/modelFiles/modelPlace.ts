import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { shortened } from '../foreignText';
import { readSmallText } from '../json';
import { isAdapterFolder } from './adapterFolder';
import { cachedModelId } from './cachedModelId';
import { configPath } from './config';
import { embeddedModel, embeddedName } from './embeddedModel';

/**
 * The folder that a model's files are in: of the word `embedded` that of the model that ships with the program; of a
 * model's folder in the cache of Hugging Face's libraries that of the revision that they use there.
 *
 * @param revision that is asked for in the cache: a branch, a tag or a commit; the one that they use by default without.
 * @throws UserError when that is not there, or it is not clear which revision is meant.
 */
export async function modelPlace(nameOrDir: string, revision?: string): Promise<string> {
  if (nameOrDir === embeddedName) return embeddedModel();
  return isInCache(nameOrDir) ? revisionIn(nameOrDir, revision) : nameOrDir;
}

/** Whether there is a model or an adapter, be it in a revision's folder of its own. */
export function holdsModel(dir: string): boolean {
  return hasConfig(dir) || isInCache(dir);
}

function hasConfig(dir: string): boolean {
  return isAdapterFolder(dir) || configPath(dir) !== undefined;
}

/** `models--owner--name` has `snapshots/<commit>/`, with links into `blobs/`, and `refs/<revision>`, which says a commit. */
function isInCache(dir: string): boolean {
  const has = (name: string): boolean => existsSync(join(dir, name));
  return has('snapshots') && (has('refs') || has('blobs')) && !hasConfig(dir);
}

async function revisionIn(dir: string, asked?: string): Promise<string> {
  const snapshots = join(dir, 'snapshots');
  const entries = await readdir(snapshots, { withFileTypes: true });
  const revisions = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const [first, ...others] = revisions;
  if (first === undefined) throw withoutRevision(dir);
  const commit = await commitOf(asked ?? 'main', dir);
  // What the file says is looked for among the folders that are there, and never taken for a path.
  const found = revisions.find((name) => name === commit) ?? revisions.find((name) => name === asked);
  if (found !== undefined) return join(snapshots, found);
  if (asked !== undefined) throw missingRevision(dir, asked);
  if (others.length > 0) throw unclearRevision(dir, revisions.length, snapshots);
  return join(snapshots, first);
}

async function commitOf(revision: string, dir: string): Promise<string | undefined> {
  const path = join(dir, 'refs', revision);
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

function missingRevision(dir: string, revision: string): UserError {
  return new UserError(
    l10n.t(
      'The folder {0} of the Hugging Face cache does not hold the revision “{1}” of the model. Please download it there with “hf download {2} --revision {1}”.',
      dir,
      shortened(revision),
      cachedModelId(dir) ?? basename(dir),
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

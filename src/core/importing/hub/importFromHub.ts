import { dirname, join, resolve } from 'node:path';
import { UserError } from '../../errors';
import { bertConfig } from '../../modelFiles/config';
import { DiskError, explainingDiskErrors } from '../../modelFiles/diskErrors';
import { requireNewFolder } from '../../modelFiles/newFolder';
import { writeOrigin } from '../../modelFiles/origin';
import { parseJsonObject, readSmallText } from '../../json';
import { Unreadable } from '../../unreadable';
import { importFolder, type ImportedModel } from '../importFolder';
import { HubConnection, type HubSource } from './connection';
import { requireSpace } from './diskSpace';
import { download } from './download';
import { findModel, type RemoteFile, type RemoteModel } from './listing';
import { neededFiles, type NeededFiles } from './neededFiles';
import type { Patience } from './patience';
import { Staging } from './staging';
import { Transfer, type ImportProgress } from './transfer';

export interface ImportOptions {
  readonly signal: AbortSignal;
  readonly report: (progress: ImportProgress) => void;
  readonly patience?: Patience;
}

/**
 * Loads a model from a hub and imports it into a new folder, which appears when all is there. What was loaded when it
 * fails or is aborted is kept in a hidden folder beside it, where the next attempt goes on.
 *
 * @throws {UserError} saying what is missing or does not fit; what `signal` was aborted with
 */
export async function importFromHub(
  source: HubSource,
  out: string,
  options: ImportOptions,
): Promise<ImportedModel> {
  const { signal, report } = options;
  await requireNewFolder(out);
  const hub = new HubConnection(source, {
    ...options,
    onPause: (pause) => {
      report({ stage: 'waiting', seconds: Math.ceil(pause / 1_000) });
    },
  });
  try {
    report({ stage: 'finding', endpoint: source.endpoint });
    const found = await findModel(hub, source);
    const needed = neededFiles(source.id, found.files);
    return await explainingDiskErrors(dirname(resolve(out)), async () => {
      const staging = await Staging.take(out, source.id, found.commit);
      try {
        await load(hub, source, found, needed, staging, report);
        report({ stage: 'checking' });
        return await finish(source, found, staging, out, signal);
      } finally {
        await staging.release();
      }
    });
  } finally {
    await hub.close();
  }
}

/** The small files come first, so that a model of another kind is refused before its weights are loaded. */
async function load(
  hub: HubConnection,
  { id, endpoint }: HubSource,
  { commit }: RemoteModel,
  { description, weights }: NeededFiles,
  staging: Staging,
  report: (progress: ImportProgress) => void,
): Promise<void> {
  const files = [...description, ...weights];
  const total = sizeOf(files);
  // The model is written anew from what was loaded, which is removed only then.
  const present = await staging.present(files);
  const missing = [...present.values()].reduce((bytes, there) => bytes - there, total);
  await requireSpace(staging.files, missing + sizeOf(weights), id);
  const transfer = new Transfer(total, present, report);
  const loadAll = async (some: readonly RemoteFile[]): Promise<void> => {
    for (const file of some) {
      await download(hub, {
        file,
        address: `${endpoint}/${id}/resolve/${commit}/${file.path}`,
        endpoint,
        path: staging.path(file),
        onBytes: (received) => {
          transfer.update(file.path, received);
        },
      });
    }
  };
  await loadAll(description);
  await orRemove(staging, requireBert(staging.files, id));
  await loadAll(weights);
}

async function requireBert(folder: string, id: string): Promise<void> {
  const text = await readSmallText(join(folder, 'config.json'));
  const name = `${id}/config.json`;
  bertConfig(parseJsonObject(text, name), name);
}

async function finish(
  { id, revision, endpoint }: HubSource,
  { commit }: RemoteModel,
  staging: Staging,
  out: string,
  signal: AbortSignal,
): Promise<ImportedModel> {
  const imported = await orRemove(staging, importFolder(staging.files, staging.model, signal));
  await writeOrigin(staging.model, { id, revision, commit, endpoint, imported: new Date().toISOString() });
  await staging.place(out);
  await staging.remove();
  return imported;
}

/**
 * What was loaded of a model that turns out unusable is of no use to a later attempt; where the disk was full or
 * could not be read, or the memory too small, it is.
 */
async function orRemove<T>(staging: Staging, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const isOfDisk = error instanceof DiskError || error instanceof Unreadable;
    if (error instanceof UserError && !isOfDisk) await staging.remove();
    throw error;
  }
}

function sizeOf(files: readonly RemoteFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

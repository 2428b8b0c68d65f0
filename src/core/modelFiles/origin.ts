import { join } from 'node:path';
import { readJsonObject, writeJsonFile } from '../json';

/** Where an imported model comes from: the `origin.json` beside its weights. */
export interface Origin {
  /** Its id on the hub, `owner/name`. */
  id: string;
  /** What was asked for: a branch, a tag or a commit. */
  revision: string;
  /** What that stood for. */
  commit: string;
  /** The hub, or the mirror of it. */
  endpoint: string;
  /** ISO 8601, in UTC. */
  imported: string;
}

export const originFile = 'origin.json';

export async function writeOrigin(dir: string, origin: Origin): Promise<void> {
  await writeJsonFile(join(dir, originFile), origin);
}

/** Reads the `origin.json` of a folder. @throws UserError when it is damaged. */
export async function readOrigin(dir: string): Promise<Origin> {
  const json = await readJsonObject(join(dir, originFile));
  return {
    id: json.string('id'),
    revision: json.string('revision'),
    commit: json.string('commit'),
    endpoint: json.string('endpoint'),
    imported: json.string('imported'),
  };
}

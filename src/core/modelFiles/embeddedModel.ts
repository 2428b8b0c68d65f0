import { basename, win32 } from 'node:path';
import { cachedModelId } from './cachedModelId';
import { shippedFolder } from './shippedFolder';

/** What the embedded base model is called where a model is asked for by name. */
export const embeddedName = 'embedded';

/** The folder of the base model that ships with the program. */
export function embeddedModel(): string {
  return shippedFolder('model', 'config.json');
}

/** What a record calls a model: the embedded one by its name, one in a cache by its id, others by their folder's. */
export function recordedName(path: string): string {
  return path === embeddedModel() ? embeddedName : (cachedModelId(path) ?? basename(path));
}

/**
 * Whether a record means the embedded model, wherever that is installed by now: it alone is called neither as its
 * folder nor as a cache says, so one that somebody has given its name is not taken for it. The path may be another
 * system's.
 */
export function isEmbedded({ name, path }: { readonly name: string; readonly path: string }): boolean {
  return name === embeddedName && win32.basename(path) !== embeddedName && cachedModelId(path) === undefined;
}

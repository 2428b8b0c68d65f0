import { jsonText } from '../core/json';
import { replaceFile } from '../core/modelFiles/atomicFile';

/** Readers see the old contents or the new, never half of them; after a power failure, too. */
export function writeJson(path: string, value: object): Promise<void> {
  return replaceFile(path, jsonText(value));
}

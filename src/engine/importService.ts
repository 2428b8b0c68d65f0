/** Brings base models, from a hub or from a folder. */
import { importFolder, type ImportedModel } from '../core/importing/importFolder';
import { importFromHub } from '../core/importing/hub/importFromHub';
import type { ImportProgress, ImportRequest } from '../protocol/engine';

/** @throws {UserError} when the model cannot be had or is not usable */
export function importModel(
  { from, out }: ImportRequest,
  signal: AbortSignal,
  report: (progress: ImportProgress) => void,
): Promise<ImportedModel> {
  if (!('folder' in from)) return importFromHub(from, out, { signal, report });
  report({ stage: 'checking' });
  return importFolder(from.folder, out);
}

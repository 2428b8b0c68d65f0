/** Brings base models, from a hub or from a folder. */
import { importFolder, type ImportedModel } from '../core/importing/importFolder';
import type { ImportProgress, ImportRequest } from '../protocol/engine';

/** @throws {UserError} when the model cannot be had or is not usable */
export async function importModel(
  { from, out }: ImportRequest,
  signal: AbortSignal,
  report: (progress: ImportProgress) => void,
): Promise<ImportedModel> {
  if ('folder' in from) {
    report({ stage: 'checking' });
    return importFolder(from.folder, out, signal);
  }
  // What speaks to the network is loaded only for this: it would slow down every engine's start.
  const { importFromHub } = await import('../core/importing/hub/importFromHub');
  return importFromHub(from, out, { signal, report });
}

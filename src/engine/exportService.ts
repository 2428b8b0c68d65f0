/** Writes a model for other programs. */
import { exportModel } from '../core/exporting/exportModel';
import type { ExportRequest } from '../protocol/engine';
import { sourceOf } from './corpusRequest';

/** @throws {UserError} when the model or its corpus is not usable, or the folder not writable */
export async function exportForOthers({ corpus, ...request }: ExportRequest): Promise<null> {
  await exportModel({ ...request, ...(corpus && { corpus: sourceOf(corpus) }) });
  return null;
}

/** Writes a model for other programs. */
import { exportModel } from '../core/exporting/exportModel';
import type { ExportRequest } from '../protocol/engine';

export class ExportService {
  private readonly stopping = new AbortController();
  private exporting: Promise<void> = Promise.resolve();

  /**
   * @param signal ends it early
   * @throws {UserError} when the model or its corpus is not usable, or the folder not writable
   */
  async export(request: ExportRequest, signal: AbortSignal): Promise<null> {
    this.exporting = exportModel(request, AbortSignal.any([signal, this.stopping.signal]));
    await this.exporting;
    return null;
  }

  /** Ends an export, and waits until what it has written is removed. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.exporting.catch(() => undefined); // whoever asked for it has been told
  }
}

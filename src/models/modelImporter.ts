/** Imports models. */
import { inOwnEngine } from '../host/ownEngine';
import type { RequestOptions } from '../protocol/channel';
import type { ImportProgress, ImportRequest } from '../protocol/engine';
import type { StartEngine } from '../protocol/engineProcess';
import { markUntrainedHead, type ImportedModels } from './importedModels';
import type { ModelEntry } from './modelLibrary';

export class ModelImporter {
  /** @param acceptsUntrained asks whether a model is wanted that guesses no better than chance */
  constructor(
    private readonly startEngine: StartEngine,
    private readonly imported: ImportedModels,
    private readonly acceptsUntrained: (name: string) => PromiseLike<boolean>,
  ) {}

  /**
   * @param name what it is called, if that is free
   * @returns its entry; nothing when it turned out not to be wanted
   * @throws {RequestError}
   */
  async import(
    from: ImportRequest['from'],
    name: string,
    options: RequestOptions<ImportProgress>,
  ): Promise<ModelEntry | undefined> {
    return inOwnEngine(this.startEngine, (client) =>
      this.imported.add(name, async (out) => {
        const { hasTrainedHead } = await client.request('import', { from, out }, options);
        if (hasTrainedHead) return true;
        await markUntrainedHead(out);
        return this.acceptsUntrained(name);
      }),
    );
  }
}

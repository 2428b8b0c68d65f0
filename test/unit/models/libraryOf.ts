import { ModelLibrary, type ModelEntry } from '../../../src/models/modelLibrary';
import { memory } from '../host/memory';

/** A library with the embedded model, which is active, and others, in a trusted workspace. */
export function libraryOf(embedded: ModelEntry, ...others: readonly ModelEntry[]): ModelLibrary {
  return new ModelLibrary(
    embedded,
    [{ models: () => others, onDidChange: () => ({ dispose: () => undefined }) }],
    memory(),
    () => true,
  );
}

import { merged, readModel } from '../bert/readModel';
import { writeModelFolder } from '../modelFiles/modelFolder';
import { requireNewFolder } from '../modelFiles/newFolder';
import { exactType } from '../modelFiles/safetensors';
import { checkHead } from '../training/headCheck';

export interface ImportedModel {
  /** Whether its predictions are better than an untrained head's. */
  readonly hasTrainedHead: boolean;
}

/**
 * Reads a model folder in any supported layout and writes it to `out` as an ordinary Hugging Face folder, whole or not
 * at all. The numbers stay as they are, but for rows without a token, which `readModelFolder` leaves out; what an
 * adapter has learnt is added to those of its base model.
 *
 * @param signal ends it early, and nothing is left behind.
 * @throws UserError saying what is missing or does not fit, or why `out` cannot be written; an `AbortError` when
 * `signal` ends it.
 */
export async function importFolder(
  source: string,
  out: string,
  signal?: AbortSignal,
): Promise<ImportedModel> {
  await requireNewFolder(out);
  const model = await merged(await readModel(source));
  signal?.throwIfAborted();
  const { isTrained } = await checkHead(model, signal);
  await writeModelFolder(out, model, { dtype: exactType(model.weights), signal });
  return { hasTrainedHead: isTrained };
}

import type { RuntimeOptions } from '../graph/runtime';
import type { Tokenizer } from '../tokenizer/tokenizer';
import { Predictor } from './predictor';
import { effectiveLayers, readModel } from './readModel';

/** A model that is ready to predict. */
export interface LoadedModel {
  readonly model: Predictor;
  readonly tokenizer: Tokenizer;
  release(): Promise<void>;
}

/**
 * Loads a base model, a full result or an adapter with its base, from a folder or by the name `embedded`.
 *
 * @throws UserError saying what is missing or does not fit.
 */
export async function loadModel(nameOrDir: string, options: RuntimeOptions = {}): Promise<LoadedModel> {
  const read = await readModel(nameOrDir);
  const model = await Predictor.over(read.config, effectiveLayers(read), () => ({}), options);
  return { model, tokenizer: read.tokenizer, release: () => model.release() };
}

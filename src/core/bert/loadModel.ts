import { chooseDevice } from '../graph/devices/chooseDevice';
import type { DeviceChoice } from '../graph/devices/device';
import type { Tokenizer } from '../tokenizer/tokenizer';
import { Predictor } from './predictor';
import { merged, readModel } from './readModel';
import { SteadyPredictor } from './steadyPredictor';

/** A model that is ready to predict. */
export interface LoadedModel {
  readonly model: SteadyPredictor;
  readonly tokenizer: Tokenizer;
  /** The words that it was taught on purpose. */
  readonly terms: readonly string[];
  release(): Promise<void>;
}

/**
 * Loads a base model, a full result or an adapter with its base, from a folder or by the name `embedded`.
 *
 * @throws UserError saying what is missing or does not fit.
 */
export async function loadModel(nameOrDir: string, choice: DeviceChoice = 'cpu'): Promise<LoadedModel> {
  const read = await readModel(nameOrDir);
  const { config, weights, tokenizer } = await merged(read);
  const model = await SteadyPredictor.load(
    (device) => Predictor.of(config, weights, { device }),
    chooseDevice(choice, config),
  );
  return { model, tokenizer, terms: read.terms, release: () => model.release() };
}

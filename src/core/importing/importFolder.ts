import { Predictor } from '../bert/predictor';
import { toExamples } from '../corpus/examples';
import { retentionSentences } from '../corpus/plainSentences';
import { readModelFolder, writeModelFolder, type Model } from '../modelFiles/modelFolder';
import { parameterCount } from '../modelFiles/safetensors';
import { evaluate } from '../training/evaluation';
import { frozenMasks } from '../training/lesson';

export interface ImportedModel {
  readonly dir: string;
  readonly parameters: number;
  /** Mean loss on plain sentences, nats per masked token. */
  readonly loss: number;
  /** Whether its predictions are better than an untrained head's. */
  readonly hasTrainedHead: boolean;
}

const seed = 0;

/**
 * Brings a model folder that others wrote into the form that the program uses, once it has predicted.
 *
 * @throws UserError saying what is missing or does not fit; nothing is written then.
 */
export async function importFolder(source: string, out: string): Promise<ImportedModel> {
  const model = await readModelFolder(source);
  const loss = await lossOnPlainSentences(model);
  await writeModelFolder(out, model, { dtype: 'F32' });
  return {
    dir: out,
    parameters: parameterCount(model.weights),
    loss,
    hasTrainedHead: loss < Math.log(model.config.vocabSize),
  };
}

async function lossOnPlainSentences({ config, weights, tokenizer }: Model): Promise<number> {
  const predictor = await Predictor.of(config, weights);
  try {
    const examples = toExamples(retentionSentences, tokenizer, predictor.maxTokens);
    return (await evaluate(predictor, frozenMasks(examples, { tokenizer, terms: [] }, seed))).loss;
  } finally {
    await predictor.release();
  }
}

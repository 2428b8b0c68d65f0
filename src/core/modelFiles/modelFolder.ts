import { join } from 'node:path';
import { writeJsonFile } from '../json';
import { readTokenizer, type Tokenizer, writeTokenizer } from '../tokenizer/tokenizer';
import { decoderBias, decoderWeight, outputBias, readBertWeights } from './bertWeights';
import { type BertConfig, configJson, readConfig } from './config';
import { writeNewFolder } from './newFolder';
import { refuseOtherFolder } from './otherFolders';
import { requireFiles } from './requireFiles';
import { writeSafetensors, type Writing } from './safetensors';
import type { Weights } from './weights';
import { withoutSpareRows } from './spareRows';
import { openWeights } from './weightFiles';

/** A BERT model as files hold it. */
export interface Model {
  config: BertConfig;
  weights: Weights;
  tokenizer: Tokenizer;
}

/**
 * Reads a Hugging Face folder of a BERT model with its masked-language-model head: the config, the weights in any layout
 * that `openWeights` knows, and the tokenizer. All weights that the model needs are there, with the shapes that the
 * config says; rows without a token at the end of the vocabulary are left out.
 *
 * @throws UserError saying what is missing or does not fit.
 */
export async function readModelFolder(dir: string): Promise<Model> {
  requireFiles(dir);
  refuseOtherFolder(dir);
  const config = await readConfig(dir);
  const tokenizer = await readTokenizer(dir, config.vocabSize);
  const vocabSize = tokenizer.vocabularySize;
  const weights = withoutSpareRows(await readBertWeights(await openWeights(dir), config), vocabSize);
  const tiedEmbeddings = !weights.has(decoderWeight);
  return { config: { ...config, vocabSize, tiedEmbeddings, taskTypeVocabSize: 0 }, weights, tokenizer };
}

/**
 * Writes a new Hugging Face folder that `transformers` loads, all at once.
 * The same model writes the same bytes.
 */
export async function writeModelFolder(dir: string, model: Model, options: Writing): Promise<void> {
  await writeNewFolder(dir, (temporary) => writeModelFiles(temporary, model, options));
}

/** Writes the files of a model into an existing folder, to be called while `writeNewFolder` fills it. */
export async function writeModelFiles(
  dir: string,
  { config, weights, tokenizer }: Model,
  options: Writing,
): Promise<void> {
  const json = configJson(config, options.dtype === 'F16' ? 'float16' : 'float32');
  await writeJsonFile(join(dir, 'config.json'), json);
  await writeSafetensors(join(dir, 'model.safetensors'), withDecoderBias(weights, config), options);
  await writeTokenizer(dir, tokenizer);
  options.signal?.throwIfAborted();
}

/** `transformers` looks for the bias of an output layer of its own there, and would begin with an untrained one. */
function withDecoderBias(weights: Weights, { tiedEmbeddings }: BertConfig): Weights {
  const bias = weights.get(outputBias);
  return bias && !tiedEmbeddings ? new Map([...weights, [decoderBias, bias]]) : weights;
}

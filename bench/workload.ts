import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JsonFields, type JsonObject } from '../src/core/json';
import { bertShapes } from '../src/core/modelFiles/bertWeights';
import { bertConfig } from '../src/core/modelFiles/config';
import { writeSafetensors } from '../src/core/modelFiles/safetensors';
import type { Weights } from '../src/core/modelFiles/weights';
import { randomFor, type Random } from '../src/core/random';

/** What both sides work on: made at random, the same every time, kept in a folder that git ignores. */
export const cache = '.cache/bench';

export interface ModelSize {
  name: string;
  layers: number;
  hidden: number;
  heads: number;
  intermediate: number;
  vocabulary: number;
  /** The most tokens of an example. */
  positions?: number;
}

export interface BatchSize {
  name: string;
  examples: number;
  /** Of every example, `[CLS]` and `[SEP]` included; or of examples as they are drawn. */
  tokens: number | readonly number[];
}

export interface BenchExample {
  ids: number[];
  positions: number[];
  targets: number[];
}

const usualPositions = 128;
const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const cls = 2;
const sep = 3;
const mask = 4;

/** A Hugging Face folder with random weights; returns its path. */
export async function modelFolder(size: ModelSize): Promise<string> {
  const dir = join(cache, size.name);
  const weightsFile = join(dir, 'model.safetensors');
  if (existsSync(weightsFile)) return dir;
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'config.json'), JSON.stringify(configOf(size), null, 2));
  await writeFile(join(dir, 'vocab.txt'), vocabularyOf(size).join('\n') + '\n');
  await writeSafetensors(weightsFile, weightsOf(size), { dtype: 'F32' });
  return dir;
}

/** Four batches with 15 % of the tokens masked, as a file of `BenchExample[][]`; returns its path. */
export async function batchesFile(model: ModelSize, batch: BatchSize): Promise<string> {
  const path = join(cache, model.name, `batches-${batch.name}.json`);
  const random = randomFor(0, 'batches', model.name, batch.name);
  const { tokens } = batch;
  const drawn = (): number => (typeof tokens === 'number' ? tokens : (random.pick(tokens) ?? 0));
  const example = (): BenchExample => randomExample(model.vocabulary, drawn(), random);
  const batches = Array.from({ length: 4 }, () => Array.from({ length: batch.examples }, example));
  await writeFile(path, JSON.stringify(batches));
  return path;
}

function randomExample(vocabulary: number, tokens: number, random: Random): BenchExample {
  const word = (): number => specialTokens.length + random.below(vocabulary - specialTokens.length);
  const ids = [cls, ...Array.from({ length: tokens - 2 }, word), sep];
  const places = random.shuffle(Array.from({ length: tokens - 2 }, (_, index) => index + 1));
  const positions = places.slice(0, Math.max(1, Math.round(0.15 * (tokens - 2)))).sort((a, b) => a - b);
  const masked = new Set(positions);
  return {
    ids: ids.map((id, position) => (masked.has(position) ? mask : id)),
    positions,
    targets: ids.filter((_, position) => masked.has(position)),
  };
}

/** Without dropout, as the embedded model is. */
function configOf(size: ModelSize): JsonObject {
  const { layers, hidden, heads, intermediate, vocabulary, positions = usualPositions } = size;
  return {
    architectures: ['BertForMaskedLM'],
    model_type: 'bert',
    vocab_size: vocabulary,
    hidden_size: hidden,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    intermediate_size: intermediate,
    max_position_embeddings: positions,
    type_vocab_size: 2,
    hidden_act: 'gelu',
    layer_norm_eps: 1e-12,
    hidden_dropout_prob: 0,
    attention_probs_dropout_prob: 0,
    pad_token_id: 0,
    tie_word_embeddings: true,
  };
}

function vocabularyOf({ vocabulary }: ModelSize): string[] {
  const unused = Array.from({ length: vocabulary - specialTokens.length }, (_, index) => `[unused${index}]`);
  return [...specialTokens, ...unused];
}

function weightsOf(size: ModelSize): Weights {
  const random = randomFor(0, 'weights', size.name);
  // Uniform, with the deviation of 0.02 that BERT starts from.
  const drawn = (): number => (random.next() - 0.5) * 0.02 * Math.sqrt(12);
  const file = 'config.json';
  const shapes = bertShapes(bertConfig(new JsonFields(configOf(size), file), file));
  return new Map(
    Array.from(shapes, ([name, shape]) => {
      const data = new Float32Array(shape.reduce((product, length) => product * length, 1));
      if (name.endsWith('LayerNorm.weight')) data.fill(1);
      else if (!name.endsWith('bias')) data.forEach((_, index) => (data[index] = drawn()));
      return [name, { shape, data }];
    }),
  );
}

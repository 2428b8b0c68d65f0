import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { shortened } from '../foreignText';
import { readJsonObject } from '../json';
import { refuseLfsPointer } from './gitLfs';
import { openSafetensors } from './safetensors';
import type { StoredTensors } from './storedTensor';
import { openTorch } from './torch/checkpoint';

const indexEnding = '.index.json';
/** As `transformers` looks for them: safe ones first. */
const modelFiles = ['model.safetensors', 'pytorch_model.bin'];
const mostShards = 1_000;

/** The weights of a folder, to be read when wanted. */
export interface WeightFiles {
  /** The file that tells of them, for messages. */
  readonly path: string;
  /** The files that hold them. */
  readonly files: readonly string[];
  readonly tensors: StoredTensors;
}

/** The file that tells of a folder's weights. */
export function weightsPath(dir: string): string | undefined {
  return modelFiles
    .flatMap((name) => [join(dir, name), join(dir, name + indexEnding)])
    .find((candidate) => existsSync(candidate));
}

/**
 * Finds the weights of a model folder, in whatever way Hugging Face has stored them: `model.safetensors` or
 * `pytorch_model.bin`, each as one file, or as several with an index.
 *
 * @throws UserError when there are none, or something is wrong with them.
 */
export async function openWeights(dir: string): Promise<WeightFiles> {
  const path = weightsPath(dir);
  if (path === undefined) throw noWeights(dir);
  return path.endsWith(indexEnding)
    ? openShards(dir, path)
    : { path, files: [path], tensors: await openWeightFile(path) };
}

/** @param path of a `.safetensors` file, or of one of PyTorch's. */
export async function openWeightFile(path: string): Promise<StoredTensors> {
  await refuseLfsPointer(path);
  return path.endsWith('.safetensors') ? (await openSafetensors(path)).tensors : openTorch(path);
}

async function openShards(dir: string, path: string): Promise<WeightFiles> {
  const index = (await readJsonObject(path)).object('weight_map');
  const placed = Object.keys(index.values).map((name) => ({ name, file: index.string(name) }));
  const files = new Set(placed.map(({ file }) => file));
  if (files.size > mostShards) throw new UserError(l10n.t('{0} names more files than a model has.', path));
  const shards = new Map<string, StoredTensors>();
  for (const file of files) {
    if (!isPlainName(file)) {
      throw new UserError(l10n.t('{0} names “{1}”, which is no file of its folder.', path, shortened(file)));
    }
    if (!existsSync(join(dir, file))) {
      throw new UserError(
        l10n.t('The folder {0} cannot be read as a model: {1} is missing.', dir, shortened(file)),
      );
    }
    shards.set(file, await openWeightFile(join(dir, file)));
  }
  const tensors: StoredTensors = new Map();
  for (const { name, file } of placed) {
    const tensor = shards.get(file)?.get(name);
    if (tensor) tensors.set(name, tensor);
  }
  return { path, files: [...files].map((file) => join(dir, file)), tensors };
}

/** One that leads to no other folder, on any system. */
function isPlainName(file: string): boolean {
  return file === basename(file) && /\.(safetensors|bin)$/.test(file) && !/[\\:]/.test(file);
}

function noWeights(dir: string): UserError {
  return new UserError(
    l10n.t('The folder {0} has no weights: neither model.safetensors nor pytorch_model.bin is there.', dir),
  );
}

/** What people take for a model's folder now and then. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { shortened } from '../foreignText';
import { configPath } from './config';
import { holdsModel } from './modelPlace';
import { weightsPath } from './weightFiles';

/** Whose weights files of other names are. */
const libraries: readonly [RegExp, string][] = [
  [/^tf_model\.h5$|\.ckpt\.(index|data-\d+-of-\d+)$/, 'TensorFlow'],
  [/^flax_model\.msgpack$/, 'Flax'],
  [/\.pdparams$/, 'PaddlePaddle'],
  [/\.ckpt$/, 'MindSpore / PyTorch Lightning'],
  [/^onnx$|\.onnx$/, 'ONNX'],
];

/**
 * To be asked before a folder that is there is read.
 *
 * @throws UserError saying what it is, where it is no model's for PyTorch, but something else that is known.
 */
export function refuseOtherFolder(dir: string): void {
  if (!statSync(dir).isDirectory()) throw file(dir);
  const inner = configPath(dir) === undefined ? modelIn(dir) : undefined;
  if (inner !== undefined) throw above(dir, inner);
  if (weightsPath(dir) !== undefined) return;
  for (const name of readdirSync(dir)) {
    const library = libraries.find(([names]) => names.test(name))?.[1];
    if (library !== undefined) throw ofOtherLibrary(dir, name, library);
  }
}

/** The last checkpoint of a training with `transformers`, or else any model. */
function modelIn(dir: string): string | undefined {
  const models = readdirSync(dir)
    .filter((name) => holdsModel(join(dir, name)))
    .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  return models.findLast((name) => /^checkpoint-\d+$/.test(name)) ?? models[0];
}

function file(path: string): UserError {
  return new UserError(l10n.t('{0} is a file. Please give the folder that the model is in.', path));
}

function above(dir: string, inner: string): UserError {
  return new UserError(
    l10n.t(
      'The folder {0} is no model itself, but has one in it. Please use that folder: {1}.',
      dir,
      join(dir, inner),
    ),
  );
}

function ofOtherLibrary(dir: string, name: string, library: string): UserError {
  return new UserError(
    l10n.t(
      'The folder {0} holds a model for {2} ({1}). Please use the version for PyTorch, with model.safetensors or pytorch_model.bin.',
      dir,
      shortened(name),
      library,
    ),
  );
}

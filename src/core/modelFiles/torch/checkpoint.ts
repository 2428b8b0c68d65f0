import { open } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../errors';
import { shortened } from '../../foreignText';
import { damaged, readInto, type StoredTensors } from '../storedTensor';
import type { Contents } from './contents';
import { ForbiddenName, PickleError, type PickleValue } from './pickle';
import { readStream } from './stream';
import { Tensor } from './tensors';
import { readZip } from './zip';

const zipSignature = 'PK\x03\x04';

/**
 * Finds the tensors of a file that `torch.save` wrote, as a zip archive or, as it did until 2020, one stream. Nothing
 * in the file is executed; storages of whole numbers are left out.
 *
 * @throws UserError naming the file for anything that contradicts the formats or is no tensor of numbers.
 */
export async function openTorch(path: string): Promise<StoredTensors> {
  try {
    const contents = (await isZip(path)) ? await readZip(path) : await readStream(path);
    return tensorsIn(contents, path);
  } catch (error) {
    if (error instanceof ForbiddenName) throw forbidden(path, error);
    if (error instanceof PickleError) throw notTorch(path, error);
    throw error;
  }
}

async function isZip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const signature = Buffer.alloc(zipSignature.length);
    await readInto(file, path, signature, 0);
    return signature.toString('latin1') === zipSignature;
  } finally {
    await file.close();
  }
}

/** Entries that are no tensors, such as a training's state, are left out. */
function tensorsIn({ value, places }: Contents, path: string): StoredTensors {
  if (!(value instanceof Map)) throw new PickleError('there is no dictionary');
  const part = partWithWeights(value);
  if (part !== undefined) throw withinPart(path, part);
  const tensors: StoredTensors = new Map();
  for (const [name, tensor] of value) {
    if (!(tensor instanceof Tensor)) continue;
    const place = places.get(tensor.storage.key);
    if (!place || place.length < tensor.storage.bytes) {
      throw damaged(path, l10n.t('the tensor {0} is not where it should be', shortened(name)));
    }
    const stored = tensor.stored(path, name, place.start);
    if (stored) tensors.set(name, stored);
  }
  return tensors;
}

/** Of what a training has saved of itself, such as `{"state_dict": …, "epoch": 3}`. */
function partWithWeights(state: ReadonlyMap<string, PickleValue>): string | undefined {
  const holdsTensors = (value: PickleValue): boolean =>
    value instanceof Map && [...value.values()].some((entry) => entry instanceof Tensor);
  if (holdsTensors(new Map(state))) return undefined;
  return [...state].find(([, value]) => holdsTensors(value))?.[0];
}

function withinPart(path: string, part: string): UserError {
  return new UserError(
    l10n.t(
      '{0} holds the state of a training, with the weights in its part “{1}”. Please save that part alone as pytorch_model.bin, in Python: torch.save(torch.load(file)["{1}"], "pytorch_model.bin").',
      path,
      shortened(part),
    ),
  );
}

/** `torch.save(model)` writes the objects that the model is made of, first of all the model itself. */
const partOfModel = /^(transformers\.models|torch\.nn\.modules)\./;

function forbidden(path: string, { used }: ForbiddenName): UserError {
  if (partOfModel.test(used)) {
    return new UserError(
      l10n.t(
        '{0} holds a whole model as an object of Python (“{1}”), which only Python can read. Please save it there with “model.save_pretrained(folder)”, and use that folder.',
        path,
        shortened(used),
      ),
    );
  }
  return new UserError(
    l10n.t(
      '{0} holds more than weights: it would use “{1}” of Python, which may harm your computer and was not done. Please use a file from a source that you trust.',
      path,
      shortened(used),
    ),
  );
}

function notTorch(path: string, error: PickleError): UserError {
  return damaged(path, l10n.t('it is not a file of weights as PyTorch writes it'), error);
}

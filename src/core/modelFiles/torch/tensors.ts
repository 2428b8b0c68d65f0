import * as l10n from '@vscode/l10n';
import { shortened } from '../../foreignText';
import {
  damaged,
  floatBytes,
  mostDimensions,
  readNumbers,
  type FloatType,
  type StoredTensor,
} from '../storedTensor';
import { Known, unpickle, type Names, type PickleValue } from './pickle';

/** What PyTorch names in a pickle of weights: storages, tensors over them, and the dictionary that holds these. */

class StorageType extends Known {
  constructor(
    /** Of one number. */
    readonly bytes: number,
    /** Absent for whole numbers, which are only skipped. */
    readonly type?: FloatType,
  ) {
    super();
  }
}

const storageTypes = new Map<string, StorageType>([
  ['torch.DoubleStorage', new StorageType(floatBytes.F64, 'F64')],
  ['torch.FloatStorage', new StorageType(floatBytes.F32, 'F32')],
  ['torch.HalfStorage', new StorageType(floatBytes.F16, 'F16')],
  ['torch.BFloat16Storage', new StorageType(floatBytes.BF16, 'BF16')],
  ['torch.LongStorage', new StorageType(8)],
  ['torch.IntStorage', new StorageType(4)],
  ['torch.ShortStorage', new StorageType(2)],
  ['torch.CharStorage', new StorageType(1)],
  ['torch.ByteStorage', new StorageType(1)],
  ['torch.BoolStorage', new StorageType(1)],
]);

/** A row of numbers in the file, over which one or more tensors stand. */
export class Storage extends Known {
  constructor(
    readonly key: string,
    /** How many numbers. */
    readonly size: number,
    readonly kind: StorageType,
  ) {
    super();
  }

  get bytes(): number {
    return this.size * this.kind.bytes;
  }
}

/** A view of a storage, as `torch.Tensor` has it: strides and the offset count numbers. */
export class Tensor extends Known {
  constructor(
    readonly storage: Storage,
    private readonly offset: number,
    readonly shape: number[],
    private readonly strides: readonly number[],
  ) {
    super();
  }

  /**
   * The same as a tensor to be read; undefined for whole numbers.
   *
   * @param start where the storage begins in the file, in bytes.
   * @throws UserError when it reaches beyond its storage, or claims more numbers than that has.
   */
  stored(path: string, name: string, start: number): StoredTensor | undefined {
    const { type, bytes } = this.storage.kind;
    if (type === undefined) return undefined;
    const count = this.shape.reduce((product, size) => product * size, 1);
    const span =
      count === 0 ? 0 : 1 + this.shape.reduce((last, size, axis) => last + (size - 1) * this.stride(axis), 0);
    if (count > this.storage.size || this.offset + span > this.storage.size) {
      throw damaged(path, l10n.t('the size of the tensor {0} contradicts its shape', shortened(name)));
    }
    const range = { path, type, start: start + this.offset * bytes, count: span };
    return {
      shape: this.shape,
      bytes: count * bytes,
      read: async () => this.inOrder(await readNumbers(range, name), count),
    };
  }

  /** The numbers of the view in row-major order, out of those from its first to its last. */
  private inOrder(numbers: Float32Array, count: number): Float32Array {
    if (this.isRowMajor()) return numbers;
    const ordered = new Float32Array(count);
    const place = this.shape.map(() => 0);
    for (let index = 0, from = 0; index < count; index++) {
      ordered[index] = numbers[from] ?? 0;
      for (let axis = this.shape.length - 1; axis >= 0; axis--) {
        const next = (place[axis] ?? 0) + 1;
        if (next < this.size(axis)) {
          place[axis] = next;
          from += this.stride(axis);
          break;
        }
        place[axis] = 0;
        from -= (next - 1) * this.stride(axis);
      }
    }
    return ordered;
  }

  private isRowMajor(): boolean {
    let expected = 1;
    for (let axis = this.shape.length - 1; axis >= 0; axis--) {
      if (this.size(axis) !== 1 && this.stride(axis) !== expected) return false;
      expected *= this.size(axis);
    }
    return true;
  }

  private size(axis: number): number {
    return this.shape[axis] ?? 1;
  }

  private stride(axis: number): number {
    return this.strides[axis] ?? 0;
  }
}

const functions = new Map<string, Known>([
  ['collections.OrderedDict', new Known(dictionary)],
  ['torch._utils._rebuild_tensor', new Known(tensor)],
  ['torch._utils._rebuild_tensor_v2', new Known(tensor)],
  ['torch._utils._rebuild_parameter', new Known(([data]) => (data instanceof Tensor ? data : undefined))],
]);

/**
 * Runs the pickle of weights that begins at `start`.
 *
 * @returns also where it ends, and the storages that it speaks of, by their keys.
 * @throws PickleError, ForbiddenName
 */
export function unpickleTorch(
  bytes: Uint8Array,
  start = 0,
): { value: PickleValue; end: number; storages: Map<string, Storage> } {
  const storages = new Map<string, Storage>();
  const names: Names = {
    find: (name) => storageTypes.get(name) ?? functions.get(name),
    outside: (description) => {
      const storage = Array.isArray(description) ? storageOf(description) : undefined;
      if (storage) storages.set(storage.key, storage);
      return storage;
    },
  };
  return { ...unpickle(bytes, names, start), storages };
}

/** ('storage', type, key, place, size), and in files of one stream what it is a view of: itself. */
function storageOf([label, type, key, , size, view]: readonly PickleValue[]): Storage | undefined {
  const isWhole = view === undefined || view === null;
  if (label !== 'storage' || !(type instanceof StorageType) || typeof key !== 'string' || !isWhole)
    return undefined;
  return isCount(size) ? new Storage(key, size, type) : undefined;
}

/** (storage, offset, shape, strides, …); what follows is about training. */
function tensor([storage, offset, shape, strides]: readonly PickleValue[]): Tensor | undefined {
  if (!(storage instanceof Storage) || !isCount(offset) || !isCounts(shape) || !isCounts(strides))
    return undefined;
  if (shape.length !== strides.length || shape.length > mostDimensions) return undefined;
  return new Tensor(storage, offset, shape, strides);
}

/** Empty, or of pairs, as Python 2 writes it. */
function dictionary([pairs = []]: readonly PickleValue[]): PickleValue | undefined {
  const entries = new Map<string, PickleValue>();
  for (const pair of Array.isArray(pairs) ? pairs : []) {
    const [key, value] = Array.isArray(pair) ? pair : [];
    if (typeof key !== 'string' || value === undefined) return undefined;
    entries.set(key, value);
  }
  return entries;
}

function isCounts(value: PickleValue | undefined): value is number[] {
  return Array.isArray(value) && value.every(isCount);
}

function isCount(value: PickleValue | undefined): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

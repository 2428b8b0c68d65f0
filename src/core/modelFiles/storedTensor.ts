import { open, stat, type FileHandle } from 'node:fs/promises';
import { endianness } from 'node:os';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { shortened } from '../foreignText';
import { widenBrainFloats, widenHalves } from './float16';
import type { Weights } from './weights';

/** A tensor of a file whose place in it has been checked, to be read when it is wanted. */
export interface StoredTensor {
  readonly shape: number[];
  /** Bytes of its numbers as they are stored. */
  readonly bytes: number;
  /** Its numbers in row-major order. @throws UserError when one is not finite, or the file has changed. */
  read(): Promise<Float32Array>;
}

export type StoredTensors = Map<string, StoredTensor>;

/** Bytes of a number, of the types that are read. */
export const floatBytes = { F64: 8, F32: 4, F16: 2, BF16: 2 } as const;
export type FloatType = keyof typeof floatBytes;

/** Where numbers stand one after the other. */
export interface NumberRange {
  readonly path: string;
  readonly type: FloatType;
  /** In bytes from the beginning of the file. */
  readonly start: number;
  readonly count: number;
}

/** Those of BERT have two; PyTorch's own limit is far above. */
export const mostDimensions = 8;

/** Far below what one system call can read. */
const chunkBytes = 2 ** 26;

if (endianness() !== 'LE') throw new Error('Weights are read and written as little-endian memory.');

/**
 * Makes sure that tensors which stand over the same numbers do not take many times the memory of their files; tied ones
 * take it twice at most.
 *
 * @param path for messages.
 */
export async function requireHeld(
  tensors: StoredTensors,
  files: readonly string[],
  path: string,
): Promise<void> {
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  const held = sizes.reduce((sum, size) => sum + size, 0);
  const claimed = [...tensors.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  if (claimed > 2 * held) throw damaged(path, l10n.t('its tensors claim more than it holds'));
}

/** One tensor after the other. */
export async function readTensors(tensors: StoredTensors): Promise<Weights> {
  const weights: Weights = new Map();
  for (const [name, tensor] of tensors) weights.set(name, { shape: tensor.shape, data: await tensor.read() });
  return weights;
}

/** Reads numbers, widened or narrowed to single precision. @param name of the tensor, for messages. */
export async function readNumbers(
  { path, type, start, count }: NumberRange,
  name: string,
): Promise<Float32Array> {
  const file = await open(path);
  try {
    const data = new Float32Array(count);
    if (type === 'F32') {
      await readInto(file, path, new Uint8Array(data.buffer), start);
    } else if (type === 'F64') {
      const doubles = new Float64Array(count);
      await readInto(file, path, new Uint8Array(doubles.buffer), start);
      data.set(doubles);
    } else {
      const narrow = new Uint16Array(count);
      await readInto(file, path, new Uint8Array(narrow.buffer), start);
      if (type === 'F16') widenHalves(narrow, data);
      else widenBrainFloats(narrow, data);
    }
    if (!allBelow(Infinity, data)) {
      throw damaged(path, l10n.t('the tensor {0} holds numbers that are not finite', shortened(name)));
    }
    return data;
  } finally {
    await file.close();
  }
}

/** Fills `target` with the bytes from `start` on. @throws UserError where the file ends before. */
export async function readInto(
  file: FileHandle,
  path: string,
  target: Uint8Array,
  start: number,
): Promise<void> {
  for (let done = 0; done < target.length;) {
    const length = Math.min(chunkBytes, target.length - done);
    const { bytesRead } = await file.read(target, done, length, start + done);
    if (bytesRead === 0) throw damaged(path, l10n.t('it ends too early'));
    done += bytesRead;
  }
}

/**
 * Whether all numbers are below a limit, so neither infinite nor NaN.
 * An index, since these are millions of numbers: iterating over the array takes five times as long.
 */
export function allBelow(limit: number, data: Float32Array): boolean {
  for (let index = 0; index < data.length; index++) {
    if (!(Math.abs(data[index] ?? 0) < limit)) return false;
  }
  return true;
}

export function damaged(path: string, what: string, cause?: unknown): UserError {
  return new UserError(
    l10n.t('The weights {0} are damaged: {1}. Please copy or download them again.', path, what),
    cause,
  );
}

import { open } from 'node:fs/promises';
import { readInto } from '../storedTensor';
import { PickleError, type PickleValue } from './pickle';

/** What a file of PyTorch's holds: a value, made by running its pickle, and numbers that stand outside of that. */
export interface Contents {
  readonly value: PickleValue;
  /** By the storages' keys. */
  readonly places: ReadonlyMap<string, Place>;
}

/** Bytes of a file that are surely there. */
export interface Place {
  readonly start: number;
  readonly length: number;
}

/** The pickles of a large model have a hundred thousand bytes. */
export const longestPickle = 4 * 2 ** 20;

/** @throws PickleError for more bytes than a pickle has. */
export async function bytesAt(path: string, { start, length }: Place): Promise<Buffer> {
  if (length > longestPickle) throw new PickleError('too long');
  const bytes = Buffer.alloc(length);
  const file = await open(path);
  try {
    await readInto(file, path, bytes, start);
    return bytes;
  } finally {
    await file.close();
  }
}

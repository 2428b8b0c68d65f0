import { open, type FileHandle } from 'node:fs/promises';
import { endianness } from 'node:os';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { type JsonFields, parseJsonObject } from '../json';
import { writeFileAtomic } from './atomic';
import { halfOverflow, narrowToHalves, widenBrainFloats, widenHalves } from './float16';

/** A tensor in row-major order. Half precision in a file is widened on reading. */
export interface Weight {
  shape: number[];
  data: Float32Array;
}

/** Tensors by the names of the Hugging Face state dict, in the file's order. */
export type Weights = Map<string, Weight>;

/** How many numbers there are in all weights together. */
export function parameterCount(weights: Weights): number {
  return [...weights.values()].reduce((count, { data }) => count + data.length, 0);
}

export type WrittenType = 'F32' | 'F16';

/** The types of the format that are not packed. Those that are read come first. */
const bytesPerElement = {
  F32: 4,
  F16: 2,
  BF16: 2,
  F64: 8,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
} as const;
type ElementType = keyof typeof bytesPerElement;
const elementTypes = Object.keys(bytesPerElement) as ElementType[]; // the keys of a constant
const readTypes: readonly ElementType[] = ['F32', 'F16', 'BF16'];

/** A tensor takes about a hundred bytes in it. */
const longestHeader = 10_000_000;
const lengthBytes = 8;
const mostDimensions = 8;
/** Far below what one system call can read. */
const chunkBytes = 2 ** 26;

interface Entry {
  name: string;
  type: ElementType;
  shape: number[];
  /** Bytes from the end of the header, end exclusive. */
  start: number;
  end: number;
}

if (endianness() !== 'LE') throw new Error('Weights are read and written as little-endian memory.');

/**
 * Reads a `.safetensors` file (https://huggingface.co/docs/safetensors#format), tensor by tensor.
 *
 * The file is not trusted: sizes, offsets and shapes are checked before anything is allocated after them. Tensors of
 * other types than F32, F16 and BF16 are left out: nothing that BERT learns has one (old files hold `position_ids`).
 *
 * @throws UserError naming the file for anything that contradicts the format, and for numbers that are not finite.
 */
export async function readSafetensors(
  path: string,
): Promise<{ weights: Weights; metadata: Record<string, string> }> {
  const file = await open(path);
  try {
    const { entries, metadata, dataStart } = await readHeader(file, path);
    const weights: Weights = new Map();
    for (const entry of entries) {
      const data = await readTensor(file, path, entry, dataStart);
      weights.set(entry.name, { shape: entry.shape, data });
    }
    return { weights, metadata };
  } finally {
    await file.close();
  }
}

/**
 * Writes a `.safetensors` file, atomically. The same weights in any order write the same bytes.
 *
 * @param dtype the numbers of the file; F16 rounds to the nearest.
 * @throws UserError when a number is not finite, or in F16 would not be, and as `writeFileAtomic`.
 */
export async function writeSafetensors(
  path: string,
  weights: Weights,
  { dtype, metadata = {} }: { dtype: WrittenType; metadata?: Record<string, string> },
): Promise<void> {
  const sorted = [...weights].sort(([one], [other]) => (one < other ? -1 : 1));
  const header: Record<string, unknown> = { __metadata__: { format: 'pt', ...metadata } };
  let offset = 0;
  for (const [name, { shape, data }] of sorted) {
    if (!allBelow(dtype === 'F16' ? halfOverflow : Infinity, data)) {
      throw new UserError(
        l10n.t(
          '{0} cannot be written: the tensor {1} holds numbers that are not finite or too large.',
          path,
          name,
        ),
      );
    }
    const end = offset + data.length * bytesPerElement[dtype];
    header[name] = { dtype, shape, data_offsets: [offset, end] };
    offset = end;
  }
  await writeFileAtomic(path, fileParts(JSON.stringify(header), sorted, dtype));
}

function* fileParts(header: string, weights: [string, Weight][], dtype: WrittenType): Generator<Uint8Array> {
  const text = Buffer.from(header);
  // The format pads the header with spaces so that the tensors are aligned.
  const padded = Buffer.alloc(Math.ceil(text.length / 8) * 8, ' ');
  text.copy(padded);
  const length = Buffer.alloc(lengthBytes);
  length.writeBigUInt64LE(BigInt(padded.length));
  yield length;
  yield padded;
  for (const [, { data }] of weights) {
    if (dtype === 'F32') {
      yield new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    } else {
      const halves = new Uint16Array(data.length);
      narrowToHalves(data, halves);
      yield new Uint8Array(halves.buffer);
    }
  }
}

async function readHeader(
  file: FileHandle,
  path: string,
): Promise<{ entries: Entry[]; metadata: Record<string, string>; dataStart: number }> {
  const { size } = await file.stat();
  if (size < lengthBytes) throw damaged(path, l10n.t('it is too short'));
  const headerLength = Number((await readBytes(file, path, 0, lengthBytes)).readBigUInt64LE());
  const dataStart = lengthBytes + headerLength;
  if (headerLength > longestHeader || dataStart > size) {
    throw damaged(path, l10n.t('its header claims {0} bytes', headerLength));
  }
  const text = (await readBytes(file, path, lengthBytes, headerLength)).toString('utf8');
  const header = parseJsonObject(text, path);
  const entries = Object.keys(header.values)
    .filter((name) => name !== '__metadata__')
    .map((name) => entryOf(name, header.object(name), path))
    .sort((one, other) => one.start - other.start);
  let end = 0;
  for (const entry of entries) {
    if (entry.start !== end)
      throw damaged(path, l10n.t('the tensor {0} is not where it should be', entry.name));
    end = entry.end;
  }
  if (dataStart + end !== size) {
    throw damaged(path, l10n.t('it should be {0} bytes long and is {1}', dataStart + end, size));
  }
  return {
    entries: entries.filter(({ type }) => readTypes.includes(type)),
    metadata: metadataOf(header),
    dataStart,
  };
}

function entryOf(name: string, fields: JsonFields, path: string): Entry {
  const type = fields.oneOf('dtype', elementTypes);
  const shape = fields.integers('shape', { min: 0, max: Number.MAX_SAFE_INTEGER });
  const [start = 0, end = -1, ...more] = fields.integers('data_offsets', {
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
  });
  const bytes = shape.reduce((product, size) => product * size, bytesPerElement[type]);
  if (end - start !== bytes || more.length > 0 || shape.length > mostDimensions) {
    throw damaged(path, l10n.t('the size of the tensor {0} contradicts its shape', name));
  }
  return { name, type, shape, start, end };
}

function metadataOf(header: JsonFields): Record<string, string> {
  const fields = header.object('__metadata__', {});
  return Object.fromEntries(Object.keys(fields.values).map((name) => [name, fields.string(name)]));
}

async function readTensor(
  file: FileHandle,
  path: string,
  { name, type, start, end }: Entry,
  dataStart: number,
): Promise<Float32Array> {
  const data = new Float32Array((end - start) / bytesPerElement[type]);
  if (type === 'F32') {
    await readInto(file, path, new Uint8Array(data.buffer), dataStart + start);
  } else {
    const narrow = new Uint16Array(data.length);
    await readInto(file, path, new Uint8Array(narrow.buffer), dataStart + start);
    if (type === 'F16') widenHalves(narrow, data);
    else widenBrainFloats(narrow, data);
  }
  if (!allBelow(Infinity, data)) {
    throw damaged(path, l10n.t('the tensor {0} holds numbers that are not finite', name));
  }
  return data;
}

async function readBytes(file: FileHandle, path: string, start: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  await readInto(file, path, bytes, start);
  return bytes;
}

async function readInto(file: FileHandle, path: string, target: Uint8Array, start: number): Promise<void> {
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
function allBelow(limit: number, data: Float32Array): boolean {
  for (let index = 0; index < data.length; index++) {
    if (!(Math.abs(data[index] ?? 0) < limit)) return false;
  }
  return true;
}

function damaged(path: string, what: string): UserError {
  return new UserError(
    l10n.t('The weights {0} are damaged: {1}. Please copy or download them again.', path, what),
  );
}

import { open, type FileHandle } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { shortened } from '../foreignText';
import { anyCount, type JsonFields, parseJsonObject } from '../json';
import { statOfFile } from '../unreadable';
import { writeFileAtomic } from './atomicFile';
import { areHalves, halfOverflow, narrowToHalves } from './float16';
import {
  allBelow,
  damaged,
  floatBytes,
  mostDimensions,
  readInto,
  readNumbers,
  readTensors,
  type FloatType,
  type StoredTensors,
} from './storedTensor';
import type { Weight, Weights } from './weights';

export type WrittenType = 'F32' | 'F16';

export interface Writing {
  /** The numbers of the file; F16 rounds to the nearest. */
  readonly dtype: WrittenType;
  /** Ends it early, and nothing is left behind. */
  readonly signal?: AbortSignal | undefined;
}

/** The smallest type that holds all numbers as they are: half precision for those that came from it. */
export function exactType(weights: Weights): WrittenType {
  return [...weights.values()].every(({ data }) => areHalves(data)) ? 'F16' : 'F32';
}

/** The types of the format that are not packed. */
const bytesPerElement = {
  ...floatBytes,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
} as const;
type ElementType = keyof typeof bytesPerElement;
const elementTypes = Object.keys(bytesPerElement) as ElementType[]; // the keys of a constant

/** A tensor takes about a hundred bytes in it. */
const longestHeader = 2_000_000;
const lengthBytes = 8;

interface Entry {
  name: string;
  type: ElementType;
  shape: number[];
  /** Bytes from the end of the header, end exclusive. */
  start: number;
  end: number;
}

/**
 * Finds the tensors of a `.safetensors` file (https://huggingface.co/docs/safetensors#format).
 *
 * The file is not trusted: sizes, offsets and shapes are checked before anything is allocated after them. Tensors of
 * whole numbers are left out: nothing that BERT learns is one (old files hold `position_ids`).
 *
 * @throws UserError naming the file for anything that contradicts the format.
 */
export async function openSafetensors(
  path: string,
): Promise<{ tensors: StoredTensors; metadata: Record<string, string> }> {
  await statOfFile(path);
  const file = await open(path);
  try {
    const { entries, metadata, dataStart } = await readHeader(file, path);
    const tensors: StoredTensors = new Map();
    for (const { name, type, shape, start, end } of entries) {
      if (!isFloat(type)) continue;
      const bytes = end - start;
      const range = { path, type, start: dataStart + start, count: bytes / floatBytes[type] };
      tensors.set(name, { shape, bytes, read: () => readNumbers(range, name) });
    }
    return { tensors, metadata };
  } finally {
    await file.close();
  }
}

/** Reads all tensors that `openSafetensors` finds. @throws UserError as there, and for numbers that are not finite. */
export async function readSafetensors(
  path: string,
): Promise<{ weights: Weights; metadata: Record<string, string> }> {
  const { tensors, metadata } = await openSafetensors(path);
  return { weights: await readTensors(tensors), metadata };
}

/**
 * Writes a `.safetensors` file, atomically. The same weights in any order write the same bytes.
 *
 * @throws UserError when a number is not finite, or in F16 would not be, and as `writeFileAtomic`.
 */
export async function writeSafetensors(
  path: string,
  weights: Weights,
  { dtype, signal }: Writing,
): Promise<void> {
  const sorted = [...weights].sort(([one], [other]) => (one < other ? -1 : 1));
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
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
  await writeFileAtomic(path, fileParts(JSON.stringify(header), sorted, dtype), signal);
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
      throw damaged(path, l10n.t('the tensor {0} is not where it should be', shortened(entry.name)));
    end = entry.end;
  }
  if (dataStart + end !== size) {
    throw damaged(path, l10n.t('it should be {0} bytes long and is {1}', dataStart + end, size));
  }
  return { entries, metadata: metadataOf(header), dataStart };
}

function entryOf(name: string, fields: JsonFields, path: string): Entry {
  const type = fields.oneOf('dtype', elementTypes);
  const shape = fields.integers('shape', anyCount);
  const [start = 0, end = -1, ...more] = fields.integers('data_offsets', anyCount);
  const bytes = shape.reduce((product, size) => product * size, bytesPerElement[type]);
  if (end - start !== bytes || more.length > 0 || shape.length > mostDimensions) {
    throw damaged(path, l10n.t('the size of the tensor {0} contradicts its shape', shortened(name)));
  }
  return { name, type, shape, start, end };
}

function metadataOf(header: JsonFields): Record<string, string> {
  const fields = header.object('__metadata__', {});
  return Object.fromEntries(Object.keys(fields.values).map((name) => [name, fields.string(name)]));
}

async function readBytes(file: FileHandle, path: string, start: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  await readInto(file, path, bytes, start);
  return bytes;
}

function isFloat(type: ElementType): type is FloatType {
  return Object.hasOwn(floatBytes, type);
}

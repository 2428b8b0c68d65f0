import { stat } from 'node:fs/promises';
import { bytesAt, longestPickle, type Contents, type Place } from './contents';
import { PickleError, type PickleValue } from './pickle';
import { unpickleTorch, type Storage } from './tensors';

const magic = 0x1950a86a20f9469cfc6cn;
const version = 1001;
const countBytes = 8;

/**
 * One stream: pickles of a magic number, a version, what machine wrote it, the value, and the keys of its storages in
 * order; then for each storage a count and its numbers.
 */
export async function readStream(path: string): Promise<Contents> {
  const { size } = await stat(path);
  const bytes = await bytesAt(path, { start: 0, length: Math.min(size, longestPickle) });
  let end = 0;
  const next = (): ReturnType<typeof unpickleTorch> => {
    const read = unpickleTorch(bytes, end);
    end = read.end;
    return read;
  };
  if (next().value !== magic || next().value !== version || !isLittleEndian(next().value)) {
    throw new PickleError('another format');
  }
  const { value, storages } = next();
  const places = await placesOf(path, next().value, storages, { start: end, length: size - end });
  return { value, places };
}

function isLittleEndian(machine: PickleValue): boolean {
  return machine instanceof Map && machine.get('little_endian') === true;
}

async function placesOf(
  path: string,
  keys: PickleValue,
  storages: ReadonlyMap<string, Storage>,
  { start, length }: Place,
): Promise<Map<string, Place>> {
  const places = new Map<string, Place>();
  let next = start;
  for (const key of Array.isArray(keys) ? keys : []) {
    const storage = typeof key === 'string' ? storages.get(key) : undefined;
    if (!storage || places.has(storage.key)) throw new PickleError('an unknown storage');
    const count = (await bytesAt(path, { start: next, length: countBytes })).readBigUInt64LE();
    const place = { start: next + countBytes, length: storage.bytes };
    next = place.start + place.length;
    if (count !== BigInt(storage.size) || next > start + length)
      throw new PickleError('a storage of another size');
    places.set(storage.key, place);
  }
  return places;
}

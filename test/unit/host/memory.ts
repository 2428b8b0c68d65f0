import type { Memory } from '../../../src/host/fileMemory';

/** A memory that lasts as long as a test. */
export function memory(): Memory {
  const values = new Map<string, unknown>();
  return {
    get: (key) => values.get(key),
    update: (key, value) => Promise.resolve(void values.set(key, value)),
  };
}

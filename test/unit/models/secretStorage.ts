import type { SecretStorage } from '../../../src/models/hubTokens';

/** A secret storage that keeps its secrets where a test can see them. */
export function secretStorage(secrets = new Map<string, string>()): SecretStorage {
  return {
    get: (key) => Promise.resolve(secrets.get(key)),
    store: (key, value) => Promise.resolve(void secrets.set(key, value)),
    delete: (key) => Promise.resolve(void secrets.delete(key)),
  };
}

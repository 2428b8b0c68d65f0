import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder in which Hugging Face's libraries keep the models that they download, by the variables that they heed. */
export function hubCache(
  { HF_HUB_CACHE, HUGGINGFACE_HUB_CACHE, HF_HOME, XDG_CACHE_HOME }: NodeJS.ProcessEnv = process.env,
): string {
  const caches = firstSet(XDG_CACHE_HOME, '~/.cache');
  const home = firstSet(HF_HOME, join(caches, 'huggingface'));
  const cache = firstSet(HF_HUB_CACHE, HUGGINGFACE_HUB_CACHE, join(home, 'hub'));
  return cache.replace(/^~(?=[\\/]|$)/, homedir);
}

/** Whether a base model may be named by its id on a hub, `owner/name` or, of the oldest, `name`. */
export function isHubId(base: string): boolean {
  return /^[A-Za-z0-9][\w.-]*(?:\/[A-Za-z0-9][\w.-]*)?$/.test(base);
}

/** Where a model is in that cache, if it is there. */
export function cachedModel(id: string): string {
  return join(hubCache(), `models--${id.replace('/', '--')}`);
}

function firstSet(...values: readonly [...(string | undefined)[], string]): string {
  return values.find((value) => value !== undefined && value.trim() !== '') ?? '';
}

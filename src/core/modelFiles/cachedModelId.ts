/** Without imports, as the extension host names models by this, too. */

/**
 * The id of a model in the cache of Hugging Face's libraries, by its folder there, `models--owner--name`, or by that of
 * a revision in it.
 */
export function cachedModelId(path: string): string | undefined {
  const id = /(?:^|[\\/])models--([^\\/]+)(?:[\\/]snapshots[\\/][^\\/]+)?[\\/]*$/.exec(path)?.[1];
  return id?.replaceAll('--', '/');
}

/** Where models are loaded from. */
export { cachedModelId } from '../core/modelFiles/cachedModelId';

/** The hub that is asked where nobody chose another one or a mirror. */
const usualEndpoint = 'https://huggingface.co';

/** What a model is called that nobody gave a revision for. */
export const usualRevision = 'main';

/** Whether a text is the id of a model on a hub, `owner/name`; both parts are also safe as names of files. */
export function isModelId(text: string): boolean {
  return text.length <= 96 && /^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/.test(text);
}

/**
 * The hub's address: the one that was chosen, else that of the environment variable `HF_ENDPOINT`, which other tools
 * understand too.
 *
 * @returns without a slash at its end; undefined when it is no address
 */
export function hubEndpoint(
  chosen: string | undefined,
  { HF_ENDPOINT }: NodeJS.ProcessEnv = process.env,
): string | undefined {
  const endpoint = [chosen?.trim(), HF_ENDPOINT?.trim()].find(Boolean) ?? usualEndpoint;
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!url || !['https:', 'http:'].includes(url.protocol) || url.username !== '') return undefined;
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

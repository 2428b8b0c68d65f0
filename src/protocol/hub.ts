/** Where models are loaded from. */
export { cachedModelId } from '../core/modelFiles/cachedModelId';

/** The hub that is asked where nobody chose another one or a mirror. */
const usualEndpoint = 'https://huggingface.co';

/** The revision of a model for which none was given. */
export const usualRevision = 'main';

/** A model of a hub. */
export interface HubModel {
  readonly id: string;
  /** A branch, a tag or a commit. */
  readonly revision: string;
}

/** The address of a model's page, or of its files at a revision, on any hub. */
const page =
  /^https?:\/\/[^/\s]+\/(?<id>[^/\s]+\/[^/\s?#]+)(?:\/tree\/(?<revision>[^/\s?#]+))?\/?(?:[?#].*)?$/;

/**
 * The model that a text names: by its id, with a revision behind an at sign if need be, or by the address of its page.
 * Of an address only the model is taken. It may come from anywhere, so it does not decide which hub is asked.
 */
export function hubModel(text: string): HubModel | undefined {
  const [written = '', behindAt, ...more] = text.trim().split('@');
  const { id = written, revision = behindAt ?? usualRevision } = page.exec(text.trim())?.groups ?? {};
  return isModelId(id) && revision !== '' && more.length === 0 ? { id, revision } : undefined;
}

/** Whether a text is the id of a model on a hub, `owner/name`; both parts are also safe as names of files. */
function isModelId(text: string): boolean {
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

/** What a model is made of, by what its hub says. */
import { listFiles, modelInfo, type ListFileEntry } from '@huggingface/hub';
import { UserError } from '../../errors';
import type { HubConnection, HubSource } from './connection';
import { lineFailure, notAHub, PassingFailure } from './failures';

export interface RemoteFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly digest: Digest;
}

/** SHA-256 of a large file's bytes; of a small one what git calls it, SHA-1 of its bytes behind a header. */
export interface Digest {
  readonly algorithm: 'sha256' | 'git';
  readonly hex: string;
}

export interface RemoteModel {
  /** What the revision stands for now. */
  readonly commit: string;
  /** Those in the model's topmost folder. */
  readonly files: readonly RemoteFile[];
}

/** No model has so many; a hub that lists without end is none. */
const mostFiles = 10_000;
const mostPages = 1_000;
/** Of one answer; a page of the longest listing has a few hundred thousand. */
const mostBytes = 2 ** 24;

/** @throws {UserError} when there is no such model, it is not open, or the hub cannot be reached */
export function findModel(hub: HubConnection, source: HubSource): Promise<RemoteModel> {
  return hub.retrying(async () => {
    try {
      const commit = await commitOf(hub, source);
      return { commit, files: await filesOf(hub, source, commit) };
    } catch (error) {
      throw isExplained(error, source) ? error : notAHub(source.endpoint, error);
    }
  });
}

async function commitOf(hub: HubConnection, { id, revision, endpoint }: HubSource): Promise<string> {
  const { sha } = await modelInfo({
    name: id,
    revision,
    additionalFields: ['sha'],
    hubUrl: endpoint,
    fetch: fetchThrough(hub),
  });
  if (!isHex(sha, 40)) throw new Error('The hub named no commit.');
  return sha;
}

async function filesOf(
  hub: HubConnection,
  { id, endpoint }: HubSource,
  commit: string,
): Promise<RemoteFile[]> {
  const repo = { type: 'model', name: id } as const;
  const files: RemoteFile[] = [];
  for await (const entry of listFiles({
    repo,
    revision: commit,
    hubUrl: endpoint,
    fetch: fetchThrough(hub),
  })) {
    if (entry.type === 'file') files.push(remoteFile(entry));
    if (files.length > mostFiles) throw new Error('The hub lists files without end.');
  }
  return files;
}

/** The library passes addresses and plain headers; it adds no token, as it is given none. */
function fetchThrough(hub: HubConnection): typeof fetch {
  let pages = 0;
  return async (address, { headers } = {}) => {
    if (++pages > mostPages) throw new Error('The hub lists pages without end.');
    const answer = await hub.get(urlOf(address), Object.fromEntries(new Headers(headers)));
    return new Response(await bytesOf(answer.body), { headers: [...answer.headers] });
  };
}

/** As they are unpacked: a few that were sent may become many. */
async function bytesOf(body: AsyncIterable<unknown> | null): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    const bytes = chunk as Uint8Array; // always bytes
    chunks.push(bytes);
    length += bytes.length;
    if (length > mostBytes) throw new Error('The hub answers without end.');
  }
  return Buffer.concat(chunks);
}

function urlOf(address: string | URL | Request): string | URL {
  return address instanceof Request ? address.url : address;
}

/** The library hands on what the hub said; it is looked at here. */
function remoteFile({ path, size, oid, lfs }: ListFileEntry): RemoteFile {
  const bytes = lfs?.size ?? size;
  const digest: Digest | undefined =
    lfs && isHex(lfs.oid, 64)
      ? { algorithm: 'sha256', hex: lfs.oid }
      : !lfs && isHex(oid, 40)
        ? { algorithm: 'git', hex: oid }
        : undefined;
  if (typeof path !== 'string' || !Number.isSafeInteger(bytes) || bytes < 0 || !digest) {
    throw new Error('The hub lists a file without its size or hash.');
  }
  return { path, size: bytes, digest };
}

function isHex(value: unknown, length: number): value is string {
  return typeof value === 'string' && value.length === length && /^[0-9a-f]+$/.test(value);
}

function isExplained(error: unknown, { id, revision, endpoint }: HubSource): boolean {
  const isAbort = error instanceof Error && error.name === 'AbortError';
  const asked = { id, revision, endpoint, withToken: false };
  return (
    isAbort ||
    error instanceof UserError ||
    error instanceof PassingFailure ||
    lineFailure(error, asked) !== undefined
  );
}

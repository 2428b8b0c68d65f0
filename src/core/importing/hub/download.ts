/** Loads one file of a model, going on where an earlier attempt ended, and checks it. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, stat, type FileHandle } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../errors';
import type { HubConnection } from './connection';
import { notAHub, PassingFailure, unreachable } from './failures';
import type { RemoteFile } from './listing';

export interface Download {
  readonly file: RemoteFile;
  /** Where the hub has it. */
  readonly address: string;
  readonly endpoint: string;
  /** Where it is to be; what is there already is the beginning of it. */
  readonly path: string;
  /** Told of the bytes that are there, whenever there are more, or fewer where a beginning was of no use. */
  readonly onBytes: (received: number) => void;
}

/**
 * @throws {UserError} when it cannot be had, or is not what the hub says it is; a beginning is kept in the one case and
 * removed in the other
 */
export async function download(hub: HubConnection, wanted: Download): Promise<void> {
  const { file, path } = wanted;
  const target = await open(path, 'a');
  try {
    const partial = new PartialFile(target, wanted);
    await partial.resume();
    while (partial.received < file.size) await hub.retrying(() => fetchRest(hub, wanted, partial));
    if (partial.digest() === file.digest.hex) return;
  } finally {
    await target.close();
  }
  await rm(path);
  throw new UserError(
    l10n.t(
      '{0} arrived damaged: it is not the file that {1} has. Please import the model again.',
      file.path,
      wanted.endpoint,
    ),
  );
}

/** Reads on until the end, or until the line breaks: that is a failure only where it brought nothing new. */
async function fetchRest(
  hub: HubConnection,
  { address, endpoint }: Download,
  partial: PartialFile,
): Promise<void> {
  const from = partial.received;
  const response = await hub.get(address, { range: `bytes=${from}-` });
  if (response.status !== 206) await partial.startOver();
  else if (!response.headers.get('content-range')?.startsWith(`bytes ${from}-`)) throw notAHub(endpoint);
  try {
    for await (const chunk of response.body ?? []) await partial.append(chunk as Uint8Array); // always bytes
  } catch (error) {
    if (!(error instanceof TypeError) || partial.received <= from) throw error;
  }
  if (partial.received <= from) throw new PassingFailure(unreachable(endpoint));
}

/** A file as far as it is there, and the hash of that. */
class PartialFile {
  received = 0;
  private hash: Hash;

  constructor(
    private readonly target: FileHandle,
    private readonly wanted: Download,
  ) {
    this.hash = hashFor(wanted.file);
  }

  /** Takes in what an earlier attempt has left. */
  async resume(): Promise<void> {
    const { path, file } = this.wanted;
    const { size } = await stat(path);
    if (size > file.size) return this.startOver();
    for await (const chunk of createReadStream(path)) this.hash.update(chunk as Uint8Array); // no encoding is set
    this.setReceived(size);
  }

  async append(chunk: Uint8Array): Promise<void> {
    if (this.received + chunk.length > this.wanted.file.size) throw notAHub(this.wanted.endpoint);
    await this.target.appendFile(chunk);
    this.hash.update(chunk);
    this.setReceived(this.received + chunk.length);
  }

  async startOver(): Promise<void> {
    await this.target.truncate(0);
    this.hash = hashFor(this.wanted.file);
    this.setReceived(0);
  }

  /** Of the whole, once it is there. */
  digest(): string {
    return this.hash.digest('hex');
  }

  private setReceived(bytes: number): void {
    this.received = bytes;
    this.wanted.onBytes(bytes);
  }
}

function hashFor({ digest, size }: RemoteFile): Hash {
  return digest.algorithm === 'sha256' ? createHash('sha256') : createHash('sha1').update(`blob ${size}\0`); // https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
}

/** A model hub on this computer: what a real one speaks, as far as loading a model needs it, and how it can fail. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Files from so many bytes on are in LFS, and on the server for large files. */
const large = 10_000;
/** Files on one page of a listing. */
const pageSize = 2;
const chunkSize = 8_192;

export interface Failure {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What is wrong with the bodies of large files. */
export interface Trouble {
  /** Breaks the line after so many bytes. */
  breakAfter?: number;
  /** How often it does; once without. */
  breaks?: number;
  /** Waits so many milliseconds before each chunk. */
  delay?: number;
  /** Sends nothing more after so many bytes, once. */
  stallAfter?: number;
  /** Answers with the whole file, whatever part of it is asked for. */
  ignoreRanges?: boolean;
}

export interface Seen {
  readonly server: 'hub' | 'files';
  readonly path: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

interface HostedModel {
  readonly commit: string;
  readonly revisions: readonly string[];
  readonly files: ReadonlyMap<string, Buffer>;
  /** Who has this token may see it; everybody without. */
  readonly token?: string;
  readonly gated?: boolean;
}

type HostedAs = Partial<Pick<HostedModel, 'token' | 'gated' | 'revisions'>>;

export class LocalHub {
  readonly seen: Seen[] = [];
  readonly trouble: Trouble = {};
  private readonly models = new Map<string, HostedModel>();
  private readonly failures: { path: RegExp; failure: Failure; times: number }[] = [];
  /** Contents that are sent in place of a file's own. */
  private readonly forged = new Map<string, Buffer>();
  private readonly claimed = new Map<string, number>();

  private constructor(
    private readonly hub: Server,
    private readonly files: Server,
  ) {}

  static async start(): Promise<LocalHub> {
    const [hub, files] = [createServer(), createServer()];
    const started = new LocalHub(hub, files);
    hub.on('request', (request, response) => void started.answer(request, response));
    files.on('request', (request, response) => void started.sendLarge(request, response));
    for (const server of [hub, files]) await once(server.listen(0, '127.0.0.1'), 'listening');
    return started;
  }

  get endpoint(): string {
    return addressOf(this.hub);
  }

  /** @returns the commit that its revisions stand for */
  add(id: string, files: Readonly<Record<string, string | Buffer>>, as: HostedAs = {}): string {
    const contents = new Map(Object.entries(files).map(([path, content]) => [path, Buffer.from(content)]));
    const hash = createHash('sha1').update(id);
    for (const [path, content] of contents) hash.update(path).update(content);
    const commit = hash.digest('hex');
    this.models.set(id, { commit, revisions: ['main'], files: contents, ...as });
    return commit;
  }

  async addFolder(id: string, folder: string, as: HostedAs = {}): Promise<string> {
    const files: Record<string, Buffer> = {};
    for (const name of await readdir(folder)) files[name] = await readFile(join(folder, name));
    return this.add(id, files, as);
  }

  /** Answers requests for a path so, so many times. */
  fail(path: RegExp, failure: Failure, times = 1): void {
    this.failures.push({ path, failure, times });
  }

  /** Lists a file as if it had so many bytes. */
  claimSize(file: string, bytes: number): void {
    this.claimed.set(file, bytes);
  }

  forge(file: string, content: Buffer): void {
    this.forged.set(file, content);
  }

  seenBy(server: Seen['server']): Seen[] {
    return this.seen.filter((seen) => seen.server === server);
  }

  async close(): Promise<void> {
    for (const server of [this.hub, this.files]) {
      server.closeAllConnections();
      if (server.listening) await once(server.close(), 'close');
    }
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = this.note('hub', request);
    const failure = this.failureFor(path);
    if (failure) {
      end(response, failure.status, failure.headers);
      return;
    }
    const { pathname, searchParams } = new URL(path, 'http://hub');
    const [, id = '', kind, rest = ''] =
      /^\/api\/models\/([^/]+\/[^/]+)\/(revision|tree)\/(.*)$/.exec(pathname) ??
      /^\/([^/]+\/[^/]+)\/(resolve)\/(.*)$/.exec(pathname) ??
      [];
    const model = this.models.get(id);
    const refusal = refusalOf(model, request.headers.authorization);
    if (!model || refusal) {
      end(response, refusal?.status ?? 404, refusal?.headers);
      return;
    }
    if (kind === 'revision') {
      sendRevision(response, id, model, decodeURIComponent(rest));
      return;
    }
    if (kind === 'tree') {
      this.sendPage(response, pathname, model, Number(searchParams.get('cursor') ?? 0));
      return;
    }
    return this.sendFile(request, response, model, rest.slice(rest.indexOf('/') + 1));
  }

  private sendPage(response: ServerResponse, pathname: string, model: HostedModel, from: number): void {
    const folder = { type: 'directory', path: 'onnx', size: 0, oid: '0'.repeat(40) };
    const entries = [
      folder,
      ...[...model.files].map(([path, content]) =>
        entryOf(path, content, this.claimed.get(path) ?? content.length),
      ),
    ];
    const next = from + pageSize;
    if (next < entries.length) {
      response.setHeader('link', `<${this.endpoint}${pathname}?cursor=${next}>; rel="next"`);
    }
    sendJson(response, entries.slice(from, next));
  }

  private async sendFile(
    request: IncomingMessage,
    response: ServerResponse,
    { files, commit }: HostedModel,
    path: string,
  ): Promise<void> {
    const content = files.get(path);
    if (!content) {
      end(response, 404, { 'x-error-code': 'EntryNotFound' });
      return;
    }
    response.setHeader('x-repo-commit', commit);
    if (content.length < large) {
      response.setHeader('etag', `"${gitHash(content)}"`);
      return this.send(request, response, this.forged.get(path) ?? content, {});
    }
    end(response, 302, {
      location: `${addressOf(this.files)}/${path}?of=${commit}`,
      'x-linked-size': String(content.length),
      'x-linked-etag': `"${sha256(content)}"`,
    });
  }

  private async sendLarge(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(this.note('files', request), 'http://files');
    const model = [...this.models.values()].find(({ commit }) => commit === searchParams.get('of'));
    const path = pathname.slice(1);
    const content = this.forged.get(path) ?? model?.files.get(path);
    if (content) await this.send(request, response, content, this.trouble);
    else end(response, 404);
  }

  private async send(
    request: IncomingMessage,
    response: ServerResponse,
    content: Buffer,
    trouble: Trouble,
  ): Promise<void> {
    const [, start] = /^bytes=(\d+)-/.exec(request.headers.range ?? '') ?? [];
    const isPart = start !== undefined && !trouble.ignoreRanges;
    const from = isPart ? Number(start) : 0;
    response.writeHead(isPart ? 206 : 200, {
      'content-length': content.length - from,
      ...(isPart && { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }),
    });
    const { breakAfter, breaks = 1, stallAfter, delay } = trouble;
    trouble.breaks = breaks - 1;
    if (breaks <= 1) delete trouble.breakAfter;
    delete trouble.stallAfter;
    const last = from + Math.min(breakAfter ?? Infinity, stallAfter ?? Infinity, content.length - from);
    for (let sent = from; sent < last; sent += chunkSize) {
      if (delay !== undefined) await sleep(delay);
      response.write(content.subarray(sent, Math.min(sent + chunkSize, last)));
    }
    if (stallAfter !== undefined) return;
    if (breakAfter === undefined) response.end();
    else
      response.write('', () => {
        request.socket.destroySoon();
      });
  }

  private note(server: Seen['server'], { url = '', headers }: IncomingMessage): string {
    const { range, authorization } = headers;
    this.seen.push({ server, path: url, range, authorization });
    return url;
  }

  private failureFor(path: string): Failure | undefined {
    const planned = this.failures.find(({ path: pattern, times }) => times > 0 && pattern.test(path));
    if (planned) planned.times--;
    return planned?.failure;
  }
}

function refusalOf(model: HostedModel | undefined, authorization: string | undefined): Failure | undefined {
  const unknown = { status: authorization ? 404 : 401, headers: { 'x-error-code': 'RepoNotFound' } };
  if (!model) return unknown;
  const mayEnter = model.token === undefined || authorization === `Bearer ${model.token}`;
  if (mayEnter) return undefined;
  const gated = { status: authorization ? 403 : 401, headers: { 'x-error-code': 'GatedRepo' } };
  return model.gated ? gated : unknown;
}

function sendRevision(
  response: ServerResponse,
  id: string,
  { commit, revisions }: HostedModel,
  revision: string,
): void {
  if (![...revisions, commit].includes(revision)) {
    end(response, 404, { 'x-error-code': 'RevisionNotFound' });
    return;
  }
  response.setHeader('x-repo-commit', commit);
  sendJson(response, { _id: '1', id, sha: commit, private: false, gated: false, lastModified: '2024-01-01' });
}

function entryOf(path: string, content: Buffer, size: number): object {
  const lfs = { oid: sha256(content), size, pointerSize: 130 };
  const isLarge = content.length >= large;
  return { type: 'file', path, size, oid: gitHash(content), ...(isLarge && { lfs }) };
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(value));
}

function end(response: ServerResponse, status: number, headers: Failure['headers'] = {}): void {
  response.writeHead(status, headers).end();
}

function addressOf(server: Server): string {
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('The server does not listen.');
  return `http://127.0.0.1:${address.port}`;
}

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

const gitHash = (content: Buffer): string =>
  createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');

/** Requests to a hub: through the proxy of the environment, with the token where it belongs, and made again when they fail. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { getProxyForUrl } from 'proxy-from-env';
import { Agent, fetch, ProxyAgent, type Dispatcher, type Response } from 'undici';
import { UserError } from '../../errors';
import { failureOf, lineFailure, notAHub, PassingFailure, type Asked } from './failures';
import { usualPatience, type Patience } from './patience';

/** Which model is wanted, and from where. */
export interface HubSource {
  /** `owner/name` */
  readonly id: string;
  /** A branch, a tag or a commit. */
  readonly revision: string;
  /** The hub or its mirror, as `https://host`. */
  readonly endpoint: string;
  /** Opens models that are private or have a licence to accept. */
  readonly token?: string;
}

export interface ConnectionOptions {
  readonly signal: AbortSignal;
  /** Told before a pause, in milliseconds. */
  readonly onPause: (pause: number) => void;
  readonly patience?: Patience;
}

const mostRedirects = 5;

export class HubConnection {
  private readonly dispatchers = new Map<string, Dispatcher>();
  private readonly asked: Asked;
  private readonly patience: Patience;

  constructor(
    private readonly source: HubSource,
    private readonly options: ConnectionOptions,
  ) {
    this.patience = options.patience ?? usualPatience;
    this.asked = { ...source, withToken: source.token !== undefined };
  }

  /**
   * A successful answer, redirections followed.
   *
   * @throws {PassingFailure} where it is worth while to ask again
   * @throws {UserError} where it is not
   */
  async get(address: string | URL, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    let url = new URL(address);
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      const response = await this.send(url, headers);
      if (response.ok) return response;
      await response.body?.cancel();
      const location = response.status >= 300 && response.status < 400 && response.headers.get('location');
      if (!location) throw this.refusal(response);
      url = this.redirected(url, location);
    }
    throw notAHub(this.source.endpoint);
  }

  /**
   * Makes an attempt again, after a pause, when it failed in a way that may pass; each time the pause is longer, unless
   * the hub names one.
   */
  async retrying<T>(attempt: () => Promise<T>): Promise<T> {
    const { retries, firstPause, longestPause } = this.patience;
    const { signal, onPause } = this.options;
    for (let failures = 0; ; failures++) {
      try {
        return await attempt();
      } catch (error) {
        signal.throwIfAborted();
        const failure = lineFailure(error, this.asked) ?? error;
        if (!(failure instanceof PassingFailure)) throw failure;
        const pause = failure.pause ?? firstPause * 2 ** failures;
        if (failures === retries || pause > longestPause) throw failure.explained;
        onPause(pause);
        await sleep(pause, undefined, { signal });
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.dispatchers.values()].map((dispatcher) => dispatcher.destroy()));
  }

  /** The token is for the hub alone, not for the servers that it redirects to. */
  private send(url: URL, headers: Readonly<Record<string, string>>): Promise<Response> {
    const { token, endpoint } = this.source;
    const mayKnow = token !== undefined && url.origin === new URL(endpoint).origin;
    return fetch(url, {
      headers: { ...headers, ...(mayKnow && { authorization: `Bearer ${token}` }) },
      redirect: 'manual',
      dispatcher: this.dispatcherFor(url),
      signal: this.options.signal,
    });
  }

  private redirected(from: URL, location: string): URL {
    const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
    const isSafe = to?.protocol === 'https:' || (to?.protocol === 'http:' && from.protocol === 'http:');
    // `fetch` takes no address with a name and a password in it.
    if (!to || !isSafe || to.username !== '' || to.password !== '') throw notAHub(this.source.endpoint);
    return to;
  }

  private refusal({ status, headers }: Response): Error {
    const refusal = { status, code: headers.get('x-error-code'), retryAfter: headers.get('retry-after') };
    return failureOf(refusal, this.asked);
  }

  /** One for each proxy, and one for those hosts that need none. */
  private dispatcherFor(url: URL): Dispatcher {
    const proxy = getProxyForUrl(url.href);
    const dispatcher = this.dispatchers.get(proxy) ?? this.dispatcherThrough(proxy);
    this.dispatchers.set(proxy, dispatcher);
    return dispatcher;
  }

  private dispatcherThrough(proxy: string): Dispatcher {
    const { silence } = this.patience;
    const limits = { connectTimeout: silence, headersTimeout: silence, bodyTimeout: silence };
    if (proxy === '') return new Agent(limits);
    try {
      return new ProxyAgent({ ...limits, uri: proxy });
    } catch (error) {
      // The address is not repeated: it may hold a password.
      throw new UserError(
        l10n.t('The proxy cannot be used: its address should begin with http:// or https://.'),
        error,
      );
    }
  }
}

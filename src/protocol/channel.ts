/**
 * A small typed channel for requests from one side to the other. A request has an id, an answer or an error, and maybe a
 * time limit; it can report its progress and be cancelled. The transport below it is replaceable.
 */

/** One method of a contract: what is asked, what is answered, and what is told meanwhile. All are plain data. */
export interface Call<Params, Result, Progress = never> {
  readonly params: Params;
  readonly result: Result;
  readonly progress: Progress;
}

type AnyCall = Call<unknown, unknown, unknown>;

/** Carries messages to the other side and back, in order. */
export interface Transport {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, when the other side is gone. */
  onClose(listener: () => void): void;
}

/**
 * Why a request has no answer: `refused` is a failure that the person can do something about, said in one sentence;
 * `broken` a defect on the other side; `closed` means that the other side is gone.
 */
export type Failure = 'refused' | 'broken' | 'timeout' | 'cancelled' | 'closed';

export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly failure: Failure,
    message: string,
    /** What helps to find the cause; for the log. */
    readonly details?: string,
  ) {
    super(message);
  }
}

/** Whether the person can do something about it, so that it is ordinary and no defect. */
export function isRefusal(error: unknown): error is RequestError {
  return error instanceof RequestError && error.failure === 'refused';
}

export interface RequestOptions<Progress = never> {
  /** Milliseconds until the request fails with `timeout`; without it, it waits for as long as the other side lives. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  /** Told how the request goes on, until it has its answer. */
  readonly onProgress?: (progress: Progress) => void;
}

type Message =
  | { readonly kind: 'request'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: unknown }
  | { readonly kind: 'answer'; readonly id: number; readonly result: unknown }
  | {
      readonly kind: 'error';
      readonly id: number;
      readonly failure: Failure;
      readonly message: string;
      readonly details?: string;
    };

interface Pending {
  tell(progress: unknown): void;
  resolve(result: unknown): void;
  reject(error: RequestError): void;
}

/** The side that asks. */
export class Client<Contract extends Record<keyof Contract, AnyCall>> {
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;
  private closed = false;

  constructor(private readonly transport: Transport) {
    transport.onMessage((message) => {
      if (isMessage(message)) this.receive(message);
    });
    transport.onClose(() => {
      this.close();
    });
  }

  /** @throws {RequestError} */
  request<Method extends keyof Contract & string>(
    method: Method,
    params: Contract[Method]['params'],
    { timeout, signal, onProgress }: RequestOptions<Contract[Method]['progress']> = {},
  ): Promise<Contract[Method]['result']> {
    if (this.closed) return Promise.reject(new RequestError('closed', `${method}: the other side is gone`));
    if (signal?.aborted) return Promise.reject(new RequestError('cancelled', `${method}: cancelled`));
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const giveUp = (failure: Failure, message: string): void => {
        this.transport.send({ kind: 'cancel', id } satisfies Message);
        this.pending.get(id)?.reject(new RequestError(failure, message));
      };
      const onAbort = (): void => {
        giveUp('cancelled', `${method}: cancelled`);
      };
      const timer =
        timeout === undefined
          ? undefined
          : setTimeout(() => {
              giveUp('timeout', `${method}: no answer within ${timeout} ms`);
            }, timeout);
      const settle = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        this.pending.delete(id);
      };
      this.pending.set(id, {
        tell: (progress) => onProgress?.(progress),
        resolve: (result) => {
          settle();
          resolve(result);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      });
      signal?.addEventListener('abort', onAbort);
      this.transport.send({ kind: 'request', id, method, params } satisfies Message);
    });
  }

  private receive(message: Message): void {
    const pending = this.pending.get(message.id);
    if (message.kind === 'progress') pending?.tell(message.progress);
    if (message.kind === 'answer') pending?.resolve(message.result);
    if (message.kind === 'error') {
      pending?.reject(new RequestError(message.failure, message.message, message.details));
    }
  }

  private close(): void {
    this.closed = true;
    for (const pending of [...this.pending.values()]) {
      pending.reject(new RequestError('closed', 'the other side is gone'));
    }
  }
}

/**
 * What the answering side does for each method; the signal tells that nobody waits for the answer any more, `report`
 * tells the other side how it goes on.
 */
export type Handlers<Contract extends Record<keyof Contract, AnyCall>> = {
  readonly [Method in keyof Contract]: (
    params: Contract[Method]['params'],
    signal: AbortSignal,
    report: (progress: Contract[Method]['progress']) => void,
  ) => Promise<Contract[Method]['result']>;
};

/**
 * The side that answers.
 *
 * @param describe how a thrown error is told to the other side
 */
export function serve<Contract extends Record<keyof Contract, AnyCall>>(
  transport: Transport,
  handlers: Handlers<Contract>,
  describe: (error: unknown) => { failure: 'refused' | 'broken'; message: string; details?: string },
): void {
  const running = new Map<number, AbortController>();
  // The messages of the transport are this module's own, so the method's name and its parameters belong together.
  const handlerOf = (method: string) =>
    handlers[method as keyof Contract] as
      | ((params: unknown, signal: AbortSignal, report: (progress: unknown) => void) => Promise<unknown>)
      | undefined;

  const answer = async (id: number, method: string, params: unknown): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const handler = handlerOf(method);
      if (!handler) throw new Error(`There is no method ${method}.`);
      const result = await handler(params, controller.signal, (progress) => {
        transport.send({ kind: 'progress', id, progress } satisfies Message);
      });
      transport.send({ kind: 'answer', id, result } satisfies Message);
    } catch (error) {
      transport.send({ kind: 'error', id, ...describe(error) } satisfies Message);
    } finally {
      running.delete(id);
    }
  };

  transport.onMessage((message) => {
    if (!isMessage(message)) return;
    if (message.kind === 'request') void answer(message.id, message.method, message.params);
    if (message.kind === 'cancel') running.get(message.id)?.abort();
  });
}

/** Another library in the process may use the same transport; what is not ours is left alone. */
function isMessage(message: unknown): message is Message {
  return typeof message === 'object' && message !== null && 'kind' in message && 'id' in message;
}

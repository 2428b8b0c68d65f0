/** What goes wrong between here and a hub, as a person should hear it. */
import * as l10n from '@vscode/l10n';
import { UserError } from '../../errors';

/** What may pass by itself; if it does not, `explained` is what the person is told. */
export class PassingFailure extends Error {
  override readonly name = 'PassingFailure';

  /** @param pause milliseconds that the hub asked to wait */
  constructor(
    readonly explained: UserError,
    readonly pause?: number,
  ) {
    super(explained.message, { cause: explained.cause });
  }
}

/** What is asked for, for messages. */
export interface Asked {
  readonly endpoint: string;
  readonly id: string;
  readonly revision: string;
  /** Whether the request carried a token. */
  readonly withToken: boolean;
}

/** What the hub's answer says, where it is none of success. */
export interface Refusal {
  readonly status: number;
  /** `X-Error-Code`, which tells apart what the hub answers with the same status. */
  readonly code: string | null;
  readonly retryAfter: string | null;
}

const overloaded = 429;
const passingStatuses = [408, overloaded, 500, 502, 503, 504];

export function failureOf({ status, code, retryAfter }: Refusal, asked: Asked): Error {
  if (passingStatuses.includes(status)) {
    return new PassingFailure(trouble(status, asked), pauseOf(retryAfter));
  }
  if (code === 'GatedRepo' || status === 403) return closed(asked);
  if (code === 'RevisionNotFound') {
    return new UserError(
      l10n.t(
        'The model {0} has no revision “{1}” at {2}. Check its spelling, or leave it out.',
        asked.id,
        asked.revision,
        asked.endpoint,
      ),
    );
  }
  if (status === 401 && asked.withToken && code !== 'RepoNotFound') {
    return new UserError(
      l10n.t('{0} does not accept the access token. Make a new one there and enter it.', asked.endpoint),
    );
  }
  if (status === 401 || status === 404) return unknown(asked);
  return new UserError(
    l10n.t('{0} refused to give the model {1} (status {2}).', asked.endpoint, asked.id, status),
  );
}

/** A failure of the line itself: no connection, a broken one, a proxy that refuses; undefined for anything else. */
export function lineFailure(error: unknown, { endpoint }: Asked): Error | undefined {
  // This is how `fetch` tells of them; other TypeErrors have no cause.
  if (!(error instanceof TypeError && error.cause instanceof Error)) return undefined;
  if (isDistrust(error.cause)) {
    return new UserError(
      l10n.t(
        'The connection to {0} is not secure: its certificate is not trusted. If a proxy of your organisation stands between, name its certificate in the environment variable NODE_EXTRA_CA_CERTS.',
        endpoint,
      ),
      error,
    );
  }
  return new PassingFailure(unreachable(endpoint, error));
}

export function unreachable(endpoint: string, cause?: unknown): UserError {
  return new UserError(
    l10n.t(
      '{0} cannot be reached. Check the connection and the proxy, choose a mirror (setting clozeTuner.hub.endpoint, option --endpoint), or import a folder on this computer.',
      endpoint,
    ),
    cause,
  );
}

export function notAHub(endpoint: string, cause?: unknown): UserError {
  return new UserError(
    l10n.t(
      '{0} does not answer as a model hub does. Check the endpoint (setting clozeTuner.hub.endpoint, option --endpoint), and whether the network asks you to sign in.',
      endpoint,
    ),
    cause,
  );
}

function closed({ id, endpoint, withToken }: Asked): UserError {
  return withToken
    ? new UserError(
        l10n.t(
          'Your access token does not open the model {0}. If it has a licence, accept it at {1} first.',
          id,
          `${endpoint}/${id}`,
        ),
      )
    : new UserError(
        l10n.t(
          'The model {0} is not open to everyone. Accept its licence at {1}, then enter an access token (in VS Code: Import Base Model… → Access Token…; on the command line: the environment variable HF_TOKEN).',
          id,
          `${endpoint}/${id}`,
        ),
      );
}

/** A hub does not tell strangers whether a private model is there. */
function unknown({ id, endpoint, withToken }: Asked): UserError {
  return withToken
    ? new UserError(
        l10n.t('There is no model {0} at {1}, or your access token does not open it.', id, endpoint),
      )
    : new UserError(
        l10n.t(
          'There is no model {0} at {1}. Check its spelling; if it is private, enter an access token (in VS Code: Import Base Model… → Access Token…; on the command line: the environment variable HF_TOKEN).',
          id,
          endpoint,
        ),
      );
}

function trouble(status: number, { endpoint }: Asked): UserError {
  return status === overloaded
    ? new UserError(
        l10n.t(
          '{0} has received too many requests from this computer or network. Try again later.',
          endpoint,
        ),
      )
    : new UserError(
        l10n.t('{0} is in trouble (status {1}). Try again later, or choose a mirror.', endpoint, status),
      );
}

/** `Retry-After` is a number of seconds or a date. */
function pauseOf(retryAfter: string | null): number | undefined {
  if (retryAfter === null) return undefined;
  const milliseconds = /^\d+$/.test(retryAfter)
    ? Number(retryAfter) * 1_000
    : Date.parse(retryAfter) - Date.now();
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}

function isDistrust(cause: Error): boolean {
  return 'code' in cause && /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(String(cause.code));
}

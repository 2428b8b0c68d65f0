import { printable } from './foreignText';

/**
 * A failure that its user can do something about.
 *
 * The message is one clear sentence in the user's language (made with `l10n.t`): what happened, to which file and
 * line, and what to do next. Anything else that is thrown is a defect of the program.
 */
export class UserError extends Error {
  override readonly name = 'UserError';

  /** @param cause what the system or a library said; goes to the log, not to the user. */
  constructor(message: string, cause?: unknown) {
    super(printable(message), { cause });
  }
}

/** What comes of some work; nothing where it fails for a reason that its user could see to. */
export async function unlessUserError<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

import * as l10n from '@vscode/l10n';
import { UserError } from './errors';

/** What JavaScript, WebAssembly, the runtime and systems say, each in its own way. */
const sayings =
  /allocation failed|(could not|cannot|failed to) allocate memory|bad.alloc|available memory of|not enough memory/i;

/** What to tell instead of an error that comes of too little memory; the error itself where it is another one. */
export function explainingShortOfMemory(error: unknown): unknown {
  const isUnexplained = error instanceof Error && !(error instanceof UserError);
  if (!isUnexplained || !sayings.test(error.message)) return error;
  return new UserError(
    l10n.t(
      'This computer does not have enough memory left for this. Please close other programs and try again, or use a smaller model.',
    ),
    error,
  );
}

import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';

/** For a model whose answers are NaN: what overflows in one number makes all of them NaN. */
export function weightsOverflow(): UserError {
  return new UserError(
    l10n.t(
      'Nothing can be computed with the weights of this model: they are too large, as happens when training gets out of control. Please choose another model.',
    ),
  );
}

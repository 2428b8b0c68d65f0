import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';

/**
 * Steps that are too large lead away from every minimum, to weights that nothing can be computed with.
 *
 * @param losses in nats, of a step or an evaluation.
 * @param learningRate the run's peak.
 * @throws UserError when one of them is no finite number.
 */
export function requireConvergent(
  losses: readonly number[] | Float32Array,
  step: number,
  learningRate: number,
): void {
  if (losses.every(Number.isFinite)) return;
  throw new UserError(
    l10n.t(
      'The training has come apart at step {0}: its learning rate of {1} is too high for this model. Please start it again with a lower one (--lr), or from another model.',
      step,
      learningRate,
    ),
  );
}

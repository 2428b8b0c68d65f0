import * as l10n from '@vscode/l10n';
import { Unresumable } from './unresumable';

/** Steps that are too large lead away from every minimum, to weights that nothing can be computed with. */
export class Divergence extends Unresumable {
  /** @param learningRate the run's peak, which was too high. */
  constructor(
    readonly step: number,
    readonly learningRate: number,
  ) {
    super(
      l10n.t(
        'Training got out of control at step {0}: its learning rate of {1} is too high for this model.',
        step,
        learningRate,
      ),
    );
  }
}

/**
 * @param losses in nats, of a step or an evaluation.
 * @param learningRate the run's peak.
 * @throws Divergence when one of them is no finite number.
 */
export function requireConvergent(
  losses: readonly number[] | Float32Array,
  step: number,
  learningRate: number,
): void {
  if (!losses.every(Number.isFinite)) throw new Divergence(step, learningRate);
}

/** The engine that fills masks is lost, and starts again when it is asked the next time. */
import * as l10n from '@vscode/l10n';

import { RequestError } from '../protocol/channel';

/** It ended by itself, or did not answer and was ended. */
export type Loss = 'closed' | 'timeout';

/** A request failed as the engine was lost; the person has been told of that already. */
export class EngineLost extends RequestError {
  constructor(loss: Loss, { message }: RequestError) {
    super(loss, message);
  }
}

/** @returns a sentence */
export function describeLoss(loss: Loss): string {
  return loss === 'timeout'
    ? l10n.t('The engine did not answer in time and was ended. It starts again with the next [MASK].')
    : l10n.t('The engine stopped unexpectedly. It starts again with the next [MASK].');
}

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Offer } from '../../src/protocol/dashboard';
import { request } from '../host';
import { actionSign } from '../logic/words';

/** A button that makes a request, named after it. */
export function actionButton(action: Offer, weight: 'primary' | 'secondary'): TemplateResult {
  const { label, icon } = actionSign(action);
  return html`<vscode-button icon=${icon} ?secondary=${weight === 'secondary'} @click=${request(action)}
    >${label}</vscode-button
  >`;
}

/**
 * A row of buttons; nothing at all for no request. The focus goes with a button, and not over to the one that takes its
 * place.
 *
 * @param first whether the first is what most people want now.
 */
export function actionButtons(
  actions: readonly Offer[],
  first: 'primary' | 'secondary' = 'primary',
): TemplateResult | typeof nothing {
  if (actions.length === 0) return nothing;
  return html`<div class="buttons">
    ${repeat(
      actions,
      (action) => JSON.stringify(action),
      (action, index) => actionButton(action, index === 0 ? first : 'secondary'),
    )}
  </div>`;
}

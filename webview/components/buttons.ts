import * as l10n from '@vscode/l10n';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Offer } from '../../src/protocol/dashboard';
import { request } from '../host';
import { actionSign } from '../logic/words';

/**
 * A button that makes a request, named after it.
 *
 * @param subject what it is about, for screen readers, where others make the same request about something else
 */
export function actionButton(
  action: Offer,
  weight: 'primary' | 'secondary',
  subject?: string,
): TemplateResult {
  const { label, icon } = actionSign(action);
  return html`<vscode-button
    icon=${icon}
    aria-label=${subject === undefined ? nothing : l10n.t('{0}: {1}', label, subject)}
    ?secondary=${weight === 'secondary'}
    @click=${request(action)}
    >${label}</vscode-button
  >`;
}

/**
 * A row of buttons; nothing at all for no request. When the buttons change, the focus stays with its button and does not
 * pass to the one that takes its place.
 *
 * @param first whether the first is what most people want now.
 * @param subject as that of each button
 */
export function actionButtons(
  actions: readonly Offer[],
  first: 'primary' | 'secondary' = 'primary',
  subject?: string,
): TemplateResult | typeof nothing {
  if (actions.length === 0) return nothing;
  return html`<div class="buttons">
    ${repeat(
      actions,
      (action) => JSON.stringify(action),
      (action, index) => actionButton(action, index === 0 ? first : 'secondary', subject),
    )}
  </div>`;
}

import * as l10n from '@vscode/l10n';
import { LitElement, css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { actionButton } from './buttons';
import { sharedStyles } from './sharedStyles';

/** The first thing that a person sees: what this is, and three ways in. */
@customElement('cloze-welcome')
export class Welcome extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .stack {
        max-width: 32em;
        padding: 12px 12px 20px;
      }

      vscode-button {
        flex: 1 1 14em;
      }
    `,
  ];

  override render() {
    return html`
      <div class="stack">
        <p>
          ${l10n.t(
            'Cloze Tuner teaches a small Chinese language model the words of your own text, on this computer and without a network. Then write one [MASK] for each missing character, and it completes the gap with words that fit your text.',
          )}
        </p>
        <div class="buttons">
          ${actionButton({ type: 'trySample' }, 'primary')}
          ${actionButton({ type: 'fineTuneSelection' }, 'secondary')}
          ${actionButton({ type: 'fineTuneFiles' }, 'secondary')}
        </div>
      </div>
    `;
  }
}

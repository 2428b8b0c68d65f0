import * as l10n from '@vscode/l10n';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { ModelSummary } from '../../src/protocol/dashboard';
import { ActionEvent } from '../host';
import { modelKind } from '../logic/words';
import { actionButton } from './buttons';
import { sharedStyles } from './sharedStyles';

const kinds = ['embedded', 'imported', 'result'] as const;

/** Which model completes, and the choice of another. A native list, since that is what every reader and key knows. */
@customElement('cloze-models')
export class Models extends LitElement {
  @property({ attribute: false }) models!: readonly ModelSummary[];

  static override styles = [
    sharedStyles,
    css`
      label {
        display: grid;
        gap: 4px;
      }

      select {
        width: 100%;
        height: 26px;
        padding: 0 4px;
        border: 1px solid var(--vscode-dropdown-border);
        border-radius: 4px;
        background: var(--vscode-dropdown-background);
        color: var(--vscode-dropdown-foreground);
        font: inherit;
        text-overflow: ellipsis;
      }
    `,
  ];

  override render() {
    return html`
      <div class="stack">
        <label>
          ${l10n.t('[MASK] is completed by')}
          <select @change=${this.select}>
            ${kinds.map((kind) => group(kind, this.models))}
          </select>
        </label>
        <div class="buttons">${actionButton({ type: 'importModel' }, 'secondary')}</div>
      </div>
    `;
  }

  private readonly select = (event: Event & { currentTarget: HTMLSelectElement }): void => {
    this.dispatchEvent(new ActionEvent({ type: 'selectModel', model: event.currentTarget.value }));
  };
}

function group(kind: ModelSummary['kind'], models: readonly ModelSummary[]) {
  const members = models.filter((model) => model.kind === kind);
  if (members.length === 0) return nothing;
  return html`<optgroup label=${modelKind(kind)}>
    ${members.map(({ id, name, active }) => html`<option value=${id} .selected=${live(active)}>${name}</option>`)}
  </optgroup>`;
}

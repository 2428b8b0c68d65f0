import { LitElement, css, html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { folds } from '../host';
import { sharedStyles } from './sharedStyles';

/** A part of the dashboard under a heading that folds it away; it stays folded when the page comes back. */
@customElement('cloze-section')
export class Section extends LitElement {
  @property() heading = '';
  /** What it is known by, whatever language its heading is in. */
  @property() name = '';

  @query('summary') private readonly summary!: HTMLElement;

  static override styles = [
    sharedStyles,
    css`
      :host {
        border-top: 1px solid
          var(--vscode-sideBarSectionHeader-border, var(--vscode-contrastBorder, transparent));
      }

      summary {
        display: flex;
        align-items: center;
        gap: 4px;
        padding: 3px 8px 3px 4px;
        background: var(--vscode-sideBarSectionHeader-background);
        color: var(--vscode-sideBarSectionHeader-foreground, var(--vscode-foreground));
        cursor: pointer;
        list-style: none;
      }

      summary::-webkit-details-marker {
        display: none;
      }

      summary:focus-visible {
        outline-offset: -1px;
      }

      h2 {
        margin: 0;
        font-size: 11px;
        font-weight: 700;
      }

      details:not([open]) > summary .twistie {
        transform: rotate(-90deg);
      }

      .body {
        padding: 8px 12px 16px;
      }
    `,
  ];

  /** Its heading has the focus for it. */
  override focus(): void {
    this.summary.focus();
  }

  /** Brings its heading into view, with as much of the rest as fits; nothing moves where it is there already. */
  async bringIntoView(): Promise<void> {
    await this.updateComplete;
    this.summary.scrollIntoView({ block: 'nearest' });
  }

  override render() {
    return html`
      <details ?open=${!folds.has(this.name)} @toggle=${this.onToggle}>
        <summary>
          <vscode-icon class="twistie" name="chevron-down"></vscode-icon>
          <h2>${this.heading}</h2>
        </summary>
        <div class="body"><slot></slot></div>
      </details>
    `;
  }

  private readonly onToggle = ({ currentTarget }: Event & { currentTarget: HTMLDetailsElement }): void => {
    folds.set(this.name, !currentTarget.open);
  };
}

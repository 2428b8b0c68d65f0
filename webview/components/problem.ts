import { LitElement, css, html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Problem } from '../../src/protocol/dashboard';
import { actionButtons } from './buttons';
import { keepFocus, takeFocusTo } from './focus';
import { sharedStyles } from './sharedStyles';

/** What went wrong, where it went wrong, and what to do next. */
@customElement('cloze-problem')
export class ProblemMessage extends LitElement {
  @property({ attribute: false }) problem!: Problem;
  /** What it is about, as that of each of its buttons. */
  @property({ attribute: false }) subject: string | undefined;
  @property({ reflect: true }) severity: 'error' | 'warning' = 'error';

  @query('[role=group]') private readonly group!: HTMLElement;

  static override styles = [
    sharedStyles,
    css`
      :host {
        padding: 8px;
        border: 1px solid var(--border, var(--vscode-contrastBorder, transparent));
        border-radius: 4px;
        background: var(--background);
        color: var(--text, var(--vscode-foreground));
      }

      :host([severity='error']) {
        --border: var(--vscode-inputValidation-errorBorder);
        --background: var(--vscode-inputValidation-errorBackground);
        --text: var(--vscode-inputValidation-errorForeground);
      }

      :host([severity='warning']) {
        --border: var(--vscode-inputValidation-warningBorder);
        --background: var(--vscode-inputValidation-warningBackground);
        --text: var(--vscode-inputValidation-warningForeground);
      }

      .icon-text vscode-icon {
        align-self: flex-start;
        margin-top: 2px;
      }
    `,
  ];

  constructor() {
    super();
    keepFocus(this, () => [this.group]);
  }

  /** A reader reads all of it then, and not what its first button does. */
  override focus(): void {
    takeFocusTo(this.group);
  }

  override render() {
    const { message, nextSteps } = this.problem;
    return html`
      <div class="stack" role="group" aria-labelledby="message">
        <p class="icon-text">
          <vscode-icon name=${this.severity}></vscode-icon><span id="message">${message}</span>
        </p>
        ${actionButtons(nextSteps, 'primary', this.subject)}
      </div>
    `;
  }
}

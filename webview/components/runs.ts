import * as l10n from '@vscode/l10n';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { RunSummary, RunView } from '../../src/protocol/dashboard';
import { dateAndTime } from '../logic/format';
import { mainAction, menuActions, problemInList } from '../logic/offers';
import { gainWords, statusSign } from '../logic/words';
import { actionButtons } from './buttons';
import { itemsNear, keepFocus } from './focus';
import './menu';
import './problem';
import { sharedStyles } from './sharedStyles';

/** The history of runs, each with what it brought and what can be done with it. */
@customElement('cloze-runs')
export class Runs extends LitElement {
  @property({ attribute: false }) runs: readonly RunSummary[] = [];
  /** The run that is shown in full elsewhere. */
  @property({ attribute: false }) onDisplay: RunView | undefined;

  static override styles = [
    sharedStyles,
    css`
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 4px;
      }

      li + li {
        margin-top: 8px;
        padding-top: 8px;
        border-top: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent));
      }

      .head {
        display: flex;
        align-items: flex-start;
        gap: 4px;
      }

      h3 {
        flex: 1;
        min-width: 0;
      }

      .failed vscode-icon {
        color: var(--vscode-errorForeground);
      }

      .gain {
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  /** The focus goes from what is gone to the name of its run, or of the run beside it. */
  constructor() {
    super();
    keepFocus(this, (focused) => itemsNear(focused).map((item) => item?.querySelector('h3')));
  }

  override render() {
    const comparable = this.runs.filter(({ gain }) => gain).length > 1;
    return html`<ul>
      ${repeat(
        this.runs,
        ({ id }) => id,
        (run) => this.entry(run, comparable),
      )}
    </ul>`;
  }

  private entry(run: RunSummary, comparable: boolean) {
    const main = mainAction(run);
    const problem = problemInList(run, this.onDisplay);
    const { label, icon } = statusSign(run.status);
    return html`<li>
      <div class="head">
        <h3>${run.name}</h3>
        ${run.active ? html`<vscode-badge>${l10n.t('in use')}</vscode-badge>` : nothing}
        <cloze-menu
          label=${l10n.t('More Actions for {0}', run.name)}
          .actions=${menuActions(run, comparable, this.onDisplay)}
        ></cloze-menu>
      </div>
      <p class="row small">
        <span class="icon-text ${run.status}"
          ><vscode-icon name=${icon} size="14"></vscode-icon>${label}</span
        >
        <span class="muted">${dateAndTime(run.startedAt)}</span>
        <span class="muted">${run.corpus}</span>
      </p>
      ${run.gain ? html`<p class="small gain">${gainWords(run.gain)}</p>` : nothing}
      ${
        problem
          ? html`<cloze-problem
              severity=${run.status === 'failed' ? 'error' : 'warning'}
              .problem=${problem}
              .subject=${run.name}
            ></cloze-problem>`
          : nothing
      }
      ${actionButtons(main ? [main] : [], 'secondary', run.name)}
    </li>`;
  }
}

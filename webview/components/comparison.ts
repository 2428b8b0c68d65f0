import * as l10n from '@vscode/l10n';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Comparison, Fillings } from '../../src/protocol/dashboard';
import { metricsInWords } from '../logic/metrics';
import { actionButton } from './buttons';
import { filledStyles, fillingText, probeText } from './filled';
import { sendFocusTo } from './focus';
import './problem';
import { sharedStyles } from './sharedStyles';

/**
 * Two runs side by side: their figures, and the probes as both complete them. Roles are spelt out, because the narrow
 * layout would take them away.
 */
@customElement('cloze-comparison')
export class ComparisonTable extends LitElement {
  @property({ attribute: false }) comparison!: Comparison;

  @query('[role=group]') private readonly group!: HTMLElement;

  static override styles = [
    sharedStyles,
    filledStyles,
    css`
      :host {
        container-type: inline-size;
      }

      /* Where the focus brings it to the top, there is room for its heading. */
      [role='group'] {
        scroll-margin-top: 3em;
      }

      table {
        width: 100%;
        border-collapse: collapse;
        table-layout: fixed;
      }

      th,
      td {
        padding: 4px 6px 4px 0;
        border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent));
        text-align: start;
        vertical-align: top;
        font-variant-numeric: tabular-nums;
      }

      tbody th {
        font-weight: normal;
      }

      /* Too narrow for three columns: what is compared stands above the two. */
      @container (max-width: 280px) {
        table,
        thead,
        tbody {
          display: block;
        }

        tr {
          display: grid;
          grid-template-columns: repeat(2, minmax(0, 1fr));
          border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent));
        }

        tbody th {
          grid-column: 1 / -1;
          padding-bottom: 0;
          color: var(--vscode-descriptionForeground);
        }

        th,
        td {
          border: none;
        }

        /* Out of sight alone: without it, screen readers would take each name for that of the column before. */
        thead td {
          position: absolute;
          clip-path: inset(50%);
        }
      }
    `,
  ];

  /**
   * It may open far from the list where it was asked for, so it brings itself into view, its heading included. It also
   * takes the focus, which comes back to the page after the question for the other run.
   */
  protected override firstUpdated(): void {
    (this.parentElement ?? this).scrollIntoView();
    sendFocusTo(this.group);
  }

  override render() {
    const { left, right, probes, problem } = this.comparison;
    return html`
      <div class="stack" role="group" aria-label=${l10n.t('Two Runs Compared')}>
        ${problem ? html`<cloze-problem .problem=${problem}></cloze-problem>` : nothing}
        <table role="table">
          <thead role="rowgroup">
            <tr role="row">
              <td role="cell"></td>
              <th role="columnheader" scope="col">${left.name}</th>
              <th role="columnheader" scope="col">${right.name}</th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            ${metricsInWords().map(
              ({ key, name, explanation, format }) =>
                html`<tr role="row">
                  <th role="rowheader" scope="row" title=${explanation}>${name}</th>
                  <td role="cell">${format(left.metrics[key])}</td>
                  <td role="cell">${format(right.metrics[key])}</td>
                </tr>`,
            )}
            ${probes.map(
              (probe) =>
                html`<tr role="row" class=${differs(probe) ? 'changed' : ''}>
                  <th role="rowheader" scope="row">${probeText(probe.text)}</th>
                  <td role="cell">${filled(probe.left)}</td>
                  <td role="cell">${filled(probe.right)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
        <p class="muted small">${l10n.t('What differs between the two is bold and underlined.')}</p>
        <p class="muted small">
          ${l10n.t(
            'Each was measured on sentences of its own text: where the texts differ, only general knowledge can be compared.',
          )}
        </p>
        <div class="buttons">${actionButton({ type: 'closeComparison' }, 'secondary')}</div>
      </div>
    `;
  }
}

function differs({ left, right }: Comparison['probes'][number]): boolean {
  return left !== undefined && right !== undefined && left !== right;
}

function filled(fillings: Fillings | undefined) {
  return fillings === undefined ? l10n.t('filling in…') : fillingText(fillings);
}

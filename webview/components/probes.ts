import * as l10n from '@vscode/l10n';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Fillings, ProbeBoard, ProbeView } from '../../src/protocol/dashboard';
import { drafts } from '../host';
import { changes } from '../logic/completions';
import { wholeNumber } from '../logic/format';
import { actionButton } from './buttons';
import { filledStyles, fillingText, probeText } from './filled';
import './problem';
import './probeEditor';
import { sharedStyles } from './sharedStyles';

/** Sentences with gaps, filled before, during and after the run, side by side; they can be edited. */
@customElement('cloze-probes')
export class Probes extends LitElement {
  @property({ attribute: false }) board!: ProbeBoard;
  @state() private editing = drafts.kept !== undefined;

  static override styles = [
    sharedStyles,
    filledStyles,
    css`
      :host {
        container-type: inline-size;
      }

      table {
        width: 100%;
        border-collapse: collapse;
        table-layout: fixed;
      }

      th,
      td {
        padding: 4px 8px 4px 0;
        text-align: start;
        vertical-align: top;
      }

      tbody tr {
        border-top: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent));
      }

      th {
        font-weight: normal;
      }

      thead th {
        color: var(--vscode-descriptionForeground);
        font-size: 0.9em;
      }

      thead th:first-child {
        width: 36%;
      }

      ol {
        display: flex;
        flex-wrap: wrap;
        gap: 0 4px;
      }

      li:not(:first-child)::before {
        content: '→ ';
        content: '→ ' / '';
      }

      .mark vscode-icon {
        color: var(--vscode-charts-green);
      }

      /* Too narrow for columns: each row becomes a card whose lines carry their column's name. */
      @container (max-width: 420px) {
        table,
        tbody,
        tr,
        th,
        td {
          display: block;
          width: 100%;
        }

        thead {
          position: absolute;
          clip-path: inset(50%);
          height: 1px;
          overflow: hidden;
          white-space: nowrap;
        }

        tbody tr {
          padding: 6px 0;
        }

        th,
        td {
          padding: 1px 0;
        }

        td {
          display: grid;
          grid-template-columns: 4em minmax(0, 1fr);
          align-items: baseline;
          gap: 6px;
        }

        td::before {
          content: attr(data-column);
          content: attr(data-column) / '';
          color: var(--vscode-descriptionForeground);
          font-size: 0.9em;
        }
      }
    `,
  ];

  override render() {
    const { probes, problem } = this.board;
    if (this.editing) {
      return html`<cloze-probe-editor
        .probes=${probes.map(({ text }) => text)}
        @close=${this.endEditing}
      ></cloze-probe-editor>`;
    }
    return html`
      <div class="stack">
        ${problem ? html`<cloze-problem .problem=${problem}></cloze-problem>` : nothing}
        ${probes.length > 0 ? table(probes) : html`<p class="muted">${emptyText()}</p>`}
        <div class="buttons">
          <vscode-button
            class="edit"
            secondary
            icon="edit"
            @click=${() => {
              this.editing = true;
            }}
            >${l10n.t('Edit Sentences')}</vscode-button
          >
          ${actionButton({ type: 'proposeProbes' }, 'secondary')}
        </div>
      </div>
    `;
  }

  private readonly endEditing = async (): Promise<void> => {
    this.editing = false;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.edit')?.focus();
  };
}

function emptyText(): string {
  return l10n.t('Sentences with a gap show here what has changed. A few are suggested from your text.');
}

/** Roles are spelt out, because the narrow layout would take them away. */
function table(probes: readonly ProbeView[]) {
  const columns = [l10n.t('Before'), l10n.t('During'), l10n.t('After')] as const;
  return html`
    <table
      role="table"
      aria-label=${l10n.t('The same sentences, completed before, while and after learning')}
    >
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader">${l10n.t('Sentence')}</th>
          ${columns.map((name) => html`<th role="columnheader">${name}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${probes.map((probe) => row(probe, columns))}
      </tbody>
    </table>
  `;
}

function row({ text, before, during, after }: ProbeView, columns: readonly [string, string, string]) {
  return html`
    <tr role="row">
      <th role="rowheader" scope="row">${probeText(text)}</th>
      <td role="cell" data-column=${columns[0]}>${before === undefined ? '–' : fillingText(before)}</td>
      <td role="cell" data-column=${columns[1]}>
        ${
          during.length === 0
            ? '–'
            : html`<ol>
                ${changes(during).map(
                  ({ step, fillings }) =>
                    html`<li class=${fillings === before ? '' : 'changed'}>
                      ${fillingText(fillings)}
                      <span class="muted small">${l10n.t('step {0}', wholeNumber(step))}</span>
                    </li>`,
                )}
              </ol>`
        }
      </td>
      <td role="cell" data-column=${columns[2]}>${afterCell(before, after)}</td>
    </tr>
  `;
}

function afterCell(before: Fillings | undefined, after: Fillings | undefined) {
  if (after === undefined) return '–';
  if (before === undefined || after === before) {
    const same = before === undefined ? nothing : html`<span class="muted small">${l10n.t('same')}</span>`;
    return html`<span>${fillingText(after)} ${same}</span>`;
  }
  return html`<span class="changed"
    >${fillingText(after)}
    <span class="icon-text small mark"
      ><vscode-icon name="sparkle" size="12"></vscode-icon>${l10n.t('changed')}</span
    ></span
  >`;
}

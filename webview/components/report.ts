import * as l10n from '@vscode/l10n';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CorpusReportView } from '../../src/protocol/dashboard';
import { wholeNumber } from '../logic/format';
import { amountWords, skippedWords } from '../logic/words';
import { sharedStyles } from './sharedStyles';

/** More words than this are counted, not listed. */
const listed = 12;

/** What checking the corpus found, before and while it is learnt from. */
@customElement('cloze-report')
export class Report extends LitElement {
  @property({ attribute: false }) report!: CorpusReportView;

  static override styles = [
    sharedStyles,
    css`
      dl {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 4px 16px;
      }

      dl > div {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 6px;
      }

      dl + p {
        margin-top: 6px;
      }

      .chip {
        display: inline-block;
        margin: 2px 2px 0 0;
        padding: 0 5px;
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-radius: 3px;
        background: var(--vscode-badge-background);
        color: var(--vscode-badge-foreground);
      }
    `,
  ];

  override render() {
    const { sentences, duplicates, terms, newCharacters, skipped } = this.report;
    const amount = amountWords(this.report);
    return html`
      <dl>
        ${entry(l10n.t('Sentences'), wholeNumber(sentences))}
        ${entry(l10n.t('Duplicates dropped'), wholeNumber(duplicates))}
        ${entry(l10n.t('Your own words'), terms.length > 0 ? chips(terms) : l10n.t('none'))}
        ${newCharacters.length > 0 ? entry(l10n.t('New characters it will learn'), chips(newCharacters)) : nothing}
        ${skipped.length > 0 ? entry(l10n.t('Left out'), reasons(skipped)) : nothing}
      </dl>
      ${amount === undefined ? nothing : html`<p class="muted small">${amount}</p>`}
    `;
  }
}

function entry(name: string, value: unknown) {
  return html`<div>
    <dt class="muted small">${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function chips(words: readonly string[]) {
  const more = words.length - listed;
  return html`${words.slice(0, listed).map((word) => html`<span class="chip" lang="zh">${word}</span> `)}
  ${more > 0 ? l10n.t('and {0} more', wholeNumber(more)) : nothing}`;
}

function reasons(skipped: CorpusReportView['skipped']) {
  return html`<ul>
    ${skipped.map(
      (each) =>
        html`<li>
          ${skippedWords(each)}
          ${each.where ? html`<span class="muted">${l10n.t('({0})', each.where)}</span>` : nothing}
        </li>`,
    )}
  </ul>`;
}

import * as l10n from '@vscode/l10n';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RunView } from '../../src/protocol/dashboard';
import { megabytes, wholeNumber } from '../logic/format';
import { metricsInWords, verdict } from '../logic/metrics';
import type { MetricWords } from '../logic/metrics';
import { sharedStyles } from './sharedStyles';

/** The figures of a run, each with a line that says what it means. */
@customElement('cloze-tiles')
export class Tiles extends LitElement {
  @property({ attribute: false }) run!: RunView;

  static override styles = [
    sharedStyles,
    css`
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(130px, 100%), 1fr));
        gap: 6px;
      }

      li {
        padding: 6px 8px;
        border: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent));
        border-radius: 4px;
        background: var(--vscode-editorWidget-background);
        color: var(--vscode-editorWidget-foreground, var(--vscode-foreground));
      }

      .value {
        font-size: 1.4em;
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }

      /* The signs alone: as text the green would be too pale in light themes. */
      .better vscode-icon {
        color: var(--vscode-charts-green);
      }

      .worse vscode-icon {
        color: var(--vscode-errorForeground);
      }
    `,
  ];

  override render() {
    const { before, after, progress } = this.run;
    const figures = metricsInWords().map((words) => {
      const now = after ?? before;
      if (!now) return nothing;
      const value = words.format(now[words.key]);
      const was = before && after ? change(words, before[words.key], after[words.key]) : nothing;
      return tile(words.name, value, words.explanation, was);
    });
    return html`<ul>
      ${figures}
      ${
        progress
          ? html`${tile(
              l10n.t('Speed (characters per second)'),
              wholeNumber(progress.tokensPerSecond),
              l10n.t('How fast it reads your text, which it does many times over.'),
            )}
            ${tile(
              l10n.t('Memory'),
              megabytes(progress.memory),
              l10n.t('How much memory learning uses; it is freed at the end.'),
            )}`
          : nothing
      }
    </ul>`;
  }
}

function tile(name: string, value: string, explanation: string, was: unknown = nothing) {
  return html`<li>
    <div class="small">${name}</div>
    <div class="row"><span class="value">${value}</span>${was}</div>
    <div class="muted small">${explanation}</div>
  </li>`;
}

function change(words: MetricWords, before: number, after: number) {
  const direction = verdict(words, before, after);
  const [icon, said] = {
    better: [after > before ? 'arrow-up' : 'arrow-down', l10n.t('better')],
    worse: [after > before ? 'arrow-up' : 'arrow-down', l10n.t('worse')],
    same: ['dash', l10n.t('about the same')],
  }[direction];
  return html`<span class="icon-text small ${direction}">
    <vscode-icon name=${icon ?? ''} size="14"></vscode-icon>
    <span>${l10n.t('{0}, was {1}', said ?? '', words.format(before))}</span>
  </span>`;
}

import * as l10n from '@vscode/l10n';
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { QueuedRun, RunView } from '../../src/protocol/dashboard';
import { clock, wholeNumber, wholePercentage } from '../logic/format';
import { atWork, hasResult, runControls } from '../logic/offers';
import { clockRuns, RunClock } from '../logic/runClock';
import { phaseSign, placeWords } from '../logic/words';
import { actionButton, actionButtons } from './buttons';
import { itemsNear, keepFocus } from './focus';
import './problem';
import './report';
import { sharedStyles } from './sharedStyles';

/** The run on display: where it is, what it found in its text, and how to steer it. */
@customElement('cloze-run')
export class Run extends LitElement {
  @property({ attribute: false }) run!: RunView;
  /** Whether `[MASK]` is completed in the editor. */
  @property({ attribute: false }) completing = true;
  /** Whether completions use its result. */
  @property({ attribute: false }) inUse = false;
  /** The model that they use. */
  @property({ attribute: false }) activeModel = '';
  @property({ attribute: false }) queue: readonly QueuedRun[] = [];

  @query('h3') private readonly heading!: HTMLElement;

  private readonly clock = new RunClock();
  private ticking: number | undefined;

  static override styles = [
    sharedStyles,
    css`
      .stack {
        gap: 12px;
      }

      .figures {
        font-variant-numeric: tabular-nums;
      }

      /* The element follows the system's setting only; VS Code has one of its own. */
      :host-context(.vscode-reduce-motion) vscode-progress-bar[indeterminate]::part(indicator) {
        animation: none;
        width: 100%;
      }

      .failed vscode-icon {
        color: var(--vscode-errorForeground);
      }

      vscode-progress-bar {
        width: 100%;
        margin-bottom: 4px;
      }
    `,
  ];

  /** The focus goes from a run that no longer waits to one beside it in the queue, or to the name of the run. */
  constructor() {
    super();
    keepFocus(this, (focused) => [...itemsNear(focused), this.heading]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.ticking = window.setInterval(() => {
      this.clock.tick();
      this.requestUpdate();
    }, 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.ticking);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('run')) this.clock.tell(this.run);
  }

  override render() {
    const { run } = this;
    return html`
      <div class="stack">
        ${this.head()} ${this.progress()}
        ${
          run.problem
            ? html`<cloze-problem
                severity=${run.phase === 'failed' ? 'error' : 'warning'}
                .problem=${run.problem}
              ></cloze-problem>`
            : nothing
        }
        ${this.result()}
        ${actionButtons(runControls(run), atWork(run.phase) || run.problem ? 'secondary' : 'primary')}
        ${this.waiting()} ${run.report ? html`<cloze-report .report=${run.report}></cloze-report>` : nothing}
      </div>
    `;
  }

  private head() {
    const { name, phase, corpus, base, place } = this.run;
    const { label, icon } = phaseSign(phase);
    return html`<div>
      <h3>${name}</h3>
      <p class="icon-text ${phase}"><vscode-icon name=${icon}></vscode-icon><span>${label}</span></p>
      <p class="muted small">${l10n.t('Learns from: {0}. Starts from: {1}.', corpus, base)}</p>
      ${place ? html`<p class="muted small">${placeWords(place)}</p>` : nothing}
    </div>`;
  }

  private progress() {
    const { phase, progress } = this.run;
    const elapsed = clock(this.clock.seconds);
    const times = [hasResult(phase) ? l10n.t('took {0}', elapsed) : l10n.t('{0} so far', elapsed)];
    if (!progress) {
      return atWork(phase)
        ? html`<div>
            <vscode-progress-bar indeterminate aria-label=${phaseSign(phase).label}></vscode-progress-bar>
            ${clockRuns(phase) ? html`<p class="small figures">${times}</p>` : nothing}
          </div>`
        : nothing;
    }
    const { step, totalSteps, secondsLeft } = progress;
    const share = wholePercentage(step, totalSteps);
    if (phase === 'training') times.push(l10n.t('about {0} left', clock(secondsLeft)));
    const words = [share, l10n.t('step {0} of {1}', wholeNumber(step), wholeNumber(totalSteps)), ...times];
    return html`<div>
      <vscode-progress-bar
        .value=${step}
        .max=${totalSteps}
        aria-label=${l10n.t('Progress of this run')}
      ></vscode-progress-bar>
      <p class="row small figures">${words.map((part) => html`<span>${part}</span>`)}</p>
    </div>`;
  }

  /** What to do with what it learnt. */
  private result() {
    const { id, phase } = this.run;
    if (!hasResult(phase)) return nothing;
    if (this.inUse && !this.completing) {
      return html`<p>${l10n.t('It is in use now, but completions in the editor are off.')}</p>
        ${actionButtons([{ type: 'toggleCompletions' }])}`;
    }
    if (this.inUse) {
      return html`<p>
        ${l10n.t('It is in use now: in a text or Markdown document, write one [MASK] for each missing character and see the gap completed.')}
      </p>`;
    }
    const isUpToThem = l10n.t(
      '“{0}” still completes [MASK]. This run was stopped early: see below what it has learnt, and choose Use if you like it.',
      this.activeModel,
    );
    return html`${phase === 'stopped' ? html`<p>${isUpToThem}</p>` : nothing}
    ${actionButtons([{ type: 'use', run: id }])}`;
  }

  private waiting() {
    if (this.queue.length === 0) return nothing;
    return html`<div>
      <h3>${l10n.t('Waiting for this run to end')}</h3>
      <ul class="stack">
        ${repeat(
          this.queue,
          ({ id }) => id,
          ({ id, name, corpus }) =>
            html`<li class="row">
              <span>${name} <span class="muted small">${corpus}</span></span>
              ${actionButton({ type: 'cancel', run: id }, 'secondary', name)}
            </li>`,
        )}
      </ul>
    </div>`;
  }
}

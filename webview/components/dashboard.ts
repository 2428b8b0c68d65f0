import * as l10n from '@vscode/l10n';
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Comparison, DashboardState, Notice, RunView } from '../../src/protocol/dashboard';
import { bringsRun } from '../logic/arrivals';
import { atWork, isMeasured } from '../logic/offers';
import { aloud } from '../logic/words';
import { actionButtons } from './buttons';
import { ComparisonTable } from './comparison';
import './figures';
import { isWriting, keepFocus } from './focus';
import './models';
import './probes';
import './problem';
import './run';
import './runs';
import type { Section } from './section';
import './section';
import { sharedStyles } from './sharedStyles';
import './welcome';

/** The whole page: one snapshot of the host, rendered. */
export class Dashboard extends LitElement {
  @property({ attribute: false }) state: DashboardState | undefined;

  @query('main') private readonly main!: HTMLElement;
  @query('cloze-section[name=run]') private readonly run!: Section | null;
  @query('cloze-section[name=runs]') private readonly runs!: HTMLElement | null;

  static override styles = [
    sharedStyles,
    css`
      /* It is as wide as the page, beyond which its frame would be cut off. */
      main:focus-visible {
        outline-offset: -1px;
      }

      .start {
        padding: 8px 12px;
      }

      .notices > * {
        margin: 0 12px;
      }

      .notices > :first-child {
        margin-top: 8px;
      }
    `,
  ];

  /** The focus goes from what is dismissed or closed to the next notice, to the list of runs or to the next section. */
  constructor() {
    super();
    keepFocus(this, (focused) => {
      const part = focused.closest('cloze-section') ?? focused;
      const opener = focused instanceof ComparisonTable ? this.runs : undefined;
      const neighbours = [part.nextElementSibling, part.previousElementSibling].filter((neighbour) =>
        neighbour?.matches('cloze-problem, cloze-section'),
      );
      return [opener, ...neighbours, this.main];
    });
  }

  /** A run that begins comes into view, and so does why it failed at once, unless the person is writing. */
  protected override updated(changed: PropertyValues<this>): void {
    if (this.state && bringsRun(this.state, changed.get('state')) && !isWriting())
      void this.run?.bringIntoView();
  }

  override render() {
    const { state } = this;
    if (!state) return nothing;
    const { run, queue, probes, runs, comparison, models, completing, notices } = state;
    const beginning = !run && runs.length === 0;
    return html`
      <main>
        ${readAloud(run)} ${noticeList(notices)}
        ${beginning ? html`<cloze-welcome></cloze-welcome>` : startButtons(run)}
        ${
          run
            ? section(
                'run',
                l10n.t('Current Run'),
                html`<cloze-run
                  .run=${run}
                  .completing=${completing}
                  .inUse=${runs.some(({ id, active }) => active && id === run.id)}
                  .activeModel=${models.find(({ active }) => active)?.name ?? ''}
                  .queue=${queue}
                ></cloze-run>`,
              )
            : nothing
        }
        ${comparison ? comparisonSection(comparison) : nothing}
        ${
          beginning
            ? nothing
            : section(
                'probes',
                l10n.t('Before → After'),
                html`<cloze-probes .board=${probes}></cloze-probes>`,
              )
        }
        ${
          run && isMeasured(run)
            ? section('figures', l10n.t('In Figures'), html`<cloze-figures .run=${run}></cloze-figures>`)
            : nothing
        }
        ${
          runs.length > 0
            ? section('runs', l10n.t('Runs'), html`<cloze-runs .runs=${runs} .onDisplay=${run}></cloze-runs>`)
            : nothing
        }
        ${
          beginning && models.length < 2
            ? nothing
            : section('models', l10n.t('Model'), html`<cloze-models .models=${models}></cloze-models>`)
        }
      </main>
    `;
  }
}

function section(name: string, heading: string, content: TemplateResult) {
  return html`<cloze-section name=${name} heading=${heading}>${content}</cloze-section>`;
}

/** Each pair has a section of its own, so that the focus is taken to the second as to the first. */
function comparisonSection(comparison: Comparison) {
  const { left, right } = comparison;
  const name = `comparison ${left.id} ${right.id}`;
  return keyed(
    name,
    section(
      name,
      l10n.t('Two Runs Compared'),
      html`<cloze-comparison .comparison=${comparison}></cloze-comparison>`,
    ),
  );
}

function readAloud(run: RunView | undefined) {
  return html`<p class="only-read-aloud" role="status">${run ? aloud(run) : ''} ${run?.problem?.message}</p>`;
}

function noticeList(notices: readonly Notice[]) {
  return html`<div class="stack notices" aria-live="polite">
    ${repeat(
      notices,
      ({ id }) => id,
      ({ id, message, nextSteps }) =>
        html`<cloze-problem
          .problem=${{ message, nextSteps: [...nextSteps, { type: 'dismiss', notice: id }] }}
        ></cloze-problem>`,
    )}
  </div>`;
}

function startButtons(run: RunView | undefined) {
  const weight = run && atWork(run.phase) ? 'secondary' : 'primary';
  return html`<div class="start">
    ${actionButtons([{ type: 'fineTuneSelection' }, { type: 'fineTuneWithChoices' }], weight)}
  </div>`;
}

import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RunView } from '../../src/protocol/dashboard';
import './lossChart';
import { sharedStyles } from './sharedStyles';
import './tiles';

/** What the run on display has learnt, in figures. */
@customElement('cloze-figures')
export class Figures extends LitElement {
  @property({ attribute: false }) run!: RunView;

  static override styles = sharedStyles;

  override render() {
    const { run } = this;
    return html`<div class="stack">
      ${
        run.trainingLoss.length > 0 || run.validationLoss.length > 0
          ? html`<cloze-loss-chart
              .training=${run.trainingLoss}
              .validation=${run.validationLoss}
              .checkedOnItself=${run.report?.checkedOnItself ?? false}
            ></cloze-loss-chart>`
          : nothing
      }
      <cloze-tiles .run=${run}></cloze-tiles>
    </div>`;
  }
}

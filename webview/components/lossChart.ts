import * as l10n from '@vscode/l10n';
import { LitElement, css, html, unsafeCSS } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import uPlot from 'uplot';
import uPlotStyles from 'uplot/dist/uPlot.min.css' with { type: 'text' };
import type { LossPoint } from '../../src/protocol/dashboard';
import { decimal, wholeNumber } from '../logic/format';
import { lossColumns, lossExplanation, lossSummary, validationName } from '../logic/losses';
import type { LossColumns } from '../logic/losses';
import { chartColours, onThemeChange } from '../theme';
import { sharedStyles } from './sharedStyles';

const height = 160;

/** The training and the validation loss over the steps of a run, with a legend in text. */
@customElement('cloze-loss-chart')
export class LossChart extends LitElement {
  @property({ attribute: false }) training: readonly LossPoint[] = [];
  @property({ attribute: false }) validation: readonly LossPoint[] = [];
  /** Whether both are of the same text. */
  @property({ attribute: false }) checkedOnItself = false;

  /** The place under the pointer, an index into the columns. */
  @state() private pointedAt: number | undefined;
  @query('.canvas') private readonly canvas!: HTMLElement;

  private chart: uPlot | undefined;
  private attached = new AbortController();

  static override styles = [
    sharedStyles,
    unsafeCSS(uPlotStyles),
    css`
      .canvas {
        height: ${height}px;
        overflow: hidden;
      }

      .key {
        display: inline-block;
        width: 18px;
        height: 0;
        align-self: center;
        flex-shrink: 0;
        border-top: 2px solid var(--vscode-charts-blue, var(--vscode-foreground));
      }

      .key.validation {
        border-top: 2px dashed var(--vscode-charts-foreground, var(--vscode-foreground));
      }

      .figure {
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.attached = new AbortController();
    const { signal } = this.attached;
    onThemeChange(() => {
      this.draw();
    }, signal);
    const observer = new ResizeObserver(() => {
      this.chart?.setSize({ width: this.canvas.clientWidth, height });
    });
    observer.observe(this);
    signal.addEventListener('abort', () => {
      observer.disconnect();
    });
    if (this.hasUpdated) this.draw();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.attached.abort();
    this.chart?.destroy();
    this.chart = undefined;
  }

  override render() {
    const { columns, checkedOnItself } = this;
    const summary = lossSummary(this.training, this.validation, checkedOnItself);
    return html`
      <figure class="stack" aria-label=${l10n.t('Error by step')}>
        <div class="canvas" role="img" aria-label=${summary}></div>
        <ul class="row small">
          ${this.legend('training', l10n.t('on the text it learns from'), columns[1])}
          ${this.legend('validation', validationName(checkedOnItself), columns[2])}
        </ul>
        <figcaption class="muted small">${lossExplanation(checkedOnItself)}</figcaption>
      </figure>
    `;
  }

  private legend(key: string, name: string, losses: readonly (number | null)[]) {
    const until = this.pointedAt === undefined ? losses : losses.slice(0, this.pointedAt + 1);
    const loss = until.findLast((value) => value !== null);
    return html`<li class="icon-text">
      <span class="key ${key}"></span>
      <span>${name} <span class="figure">${loss === undefined ? '' : decimal(loss)}</span></span>
    </li>`;
  }

  protected override firstUpdated(): void {
    this.draw();
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('training') || changed.has('validation')) this.chart?.setData(this.columns);
  }

  private get columns(): LossColumns {
    return lossColumns(this.training, this.validation);
  }

  /** Draws anew, with the colours of now. */
  private draw(): void {
    this.chart?.destroy();
    this.chart = new uPlot(this.options(), this.columns, this.canvas);
  }

  private options(): uPlot.Options {
    const colours = chartColours();
    const axis: uPlot.Axis = {
      stroke: colours.text,
      font: colours.font,
      // Dotted, as it has the colour of frames in high contrast, and would outshine the curves.
      grid: { stroke: colours.grid, width: 1, dash: [2, 2] },
      ticks: { stroke: colours.grid, width: 1, size: 4 },
    };
    return {
      width: this.canvas.clientWidth,
      height,
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false } },
      scales: { x: { time: false } },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 24,
          space: 50,
          values: (_, steps) => steps.map(wholeNumberOnly),
        },
        { ...axis, size: 44, space: 28, values: (_, losses) => losses.map(decimal) },
      ],
      series: [
        {},
        {
          stroke: colours.training,
          width: 1.5,
          spanGaps: true,
          points: { show: isSinglePoint, size: 6, fill: colours.training },
        },
        {
          stroke: colours.validation,
          width: 2,
          dash: [6, 4],
          spanGaps: true,
          points: { show: true, size: 6, fill: colours.validation, stroke: colours.validation },
        },
      ],
      hooks: {
        setCursor: [
          ({ cursor }) => {
            this.pointedAt = cursor.idx ?? undefined;
          },
        ],
      },
    };
  }
}

/** A line needs two points; a first one alone is drawn as a dot. */
function isSinglePoint({ data }: uPlot, series: number): boolean {
  return [...(data[series] ?? [])].filter((value) => value !== null).length === 1;
}

/** There is no half step. */
function wholeNumberOnly(step: number): string {
  return Number.isInteger(step) ? wholeNumber(step) : '';
}

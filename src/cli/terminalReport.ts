import * as l10n from '@vscode/l10n';
import { duration } from '../core/amounts';
import { printable } from '../core/foreignText';
import type { ProgressEvent, TrainingEvent } from '../core/training/events';
import type { PreparingStage } from '../core/training/preparing';
import { PassingLine, type Output } from './passingLine';
import { describeDone, describeEvaluation, describePreparing, describeStart } from './runWords';

const longestBar = 24;

/** After so many steps it can be told how long all of them take; the first also warms up the runtime. */
const tellingSteps = 4;

/**
 * A run as a person at a terminal follows it: a bar with the time left, and a line for each evaluation. In a file, a
 * line says once how long it takes.
 */
export class TerminalReport {
  private readonly passing: PassingLine;
  private firstStep = 0;
  private isTimeTold = false;

  constructor(private readonly output: Output) {
    this.passing = new PassingLine(output);
  }

  show(event: TrainingEvent): void {
    switch (event.type) {
      case 'start':
        this.firstStep = event.resumedAt ?? 0;
        for (const line of describeStart(event)) this.line(line);
        break;
      case 'progress':
        if (this.output.isTTY) this.bar(event);
        else this.tellTime(event);
        break;
      case 'evaluation':
        this.line(describeEvaluation(event));
        break;
      case 'done':
        for (const line of describeDone(event)) this.line(line);
        break;
      case 'checkpoint':
        break;
      case 'failed':
        this.line(event.message);
    }
  }

  /** @param share of the stage that is done, in [0, 1]. */
  showPreparing(stage: PreparingStage, share: number): void {
    if (this.output.isTTY) this.passing.show(describePreparing(stage, Math.round(100 * share)));
  }

  private bar({ step, totalSteps, loss, secondsLeft }: ProgressEvent): void {
    const left = l10n.t('{0} left', duration(secondsLeft));
    const figures = ` ${step}/${totalSteps}  ${l10n.t('loss')} ${loss.toFixed(2)}  ${left}`;
    const room = Math.max(0, (this.output.columns ?? Infinity) - widthOf(figures) - 1);
    this.passing.show(barOf(step / totalSteps, Math.min(longestBar, room)) + figures);
  }

  private tellTime({ step, totalSteps, secondsLeft }: ProgressEvent): void {
    if (this.isTimeTold || step - this.firstStep < tellingSteps) return;
    this.isTimeTold = true;
    this.line(l10n.t('Step {0} of {1}; about {2} left', step, totalSteps, duration(secondsLeft)));
  }

  /** Takes away what is shown for the moment only. */
  clear(): void {
    this.passing.clear();
  }

  private line(text: string): void {
    this.clear();
    this.output.write(`${printable(text)}\n`);
  }
}

function barOf(share: number, width: number): string {
  const filled = Math.round(width * share);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

/** In columns of a terminal, of which a Chinese character takes two. */
function widthOf(text: string): number {
  return text.replace(/[^ -~]/gu, '  ').length;
}

import * as l10n from '@vscode/l10n';
import type { LossPoint } from '../../src/protocol/dashboard';
import { decimal, wholeNumber } from './format';

/** Steps, training losses, validation losses: columns of one length, with holes where nothing was measured. */
export type LossColumns = [steps: number[], training: (number | null)[], validation: (number | null)[]];

/** Puts both curves over the same steps, as the chart wants them. */
export function lossColumns(training: readonly LossPoint[], validation: readonly LossPoint[]): LossColumns {
  const trainingAt = new Map(training.map(({ step, loss }) => [step, loss]));
  const validationAt = new Map(validation.map(({ step, loss }) => [step, loss]));
  const steps = [...new Set([...trainingAt.keys(), ...validationAt.keys()])].sort((a, b) => a - b);
  return [
    steps,
    steps.map((step) => trainingAt.get(step) ?? null),
    steps.map((step) => validationAt.get(step) ?? null),
  ];
}

/** What the dashed line is, in the legend. @param checkedOnItself whether it is of the text that is learnt. */
export function validationName(checkedOnItself: boolean): string {
  return checkedOnItself ? l10n.t('checked on the same text') : l10n.t('on sentences kept back');
}

/** The chart in words, for those who do not see it. */
export function lossSummary(
  training: readonly LossPoint[],
  validation: readonly LossPoint[],
  checkedOnItself: boolean,
): string {
  const sentences = [
    curveInWords(training, trainingWords),
    curveInWords(validation, checkedOnItself ? sameTextWords : validationWords),
  ];
  return sentences.filter((sentence) => sentence !== undefined).join(' ');
}

/** What the chart shows, and what it tells. */
export function lossExplanation(checkedOnItself: boolean): string {
  return checkedOnItself
    ? l10n.t(
        'How wrong it is, step by step: both lines should fall; small ups and downs are chance. Both are measured on the text it learns from, so they cannot show whether it is only learning by heart. The dashed line ends with the result that is kept.',
      )
    : l10n.t(
        'How wrong it is, step by step: both lines should fall; small ups and downs are chance. When the dashed line keeps rising, the model is only learning by heart. The dashed line ends with the result that is kept.',
      );
}

/** Of one curve: its only point, and its first and last one. */
interface CurveWords {
  readonly point: (loss: string) => string;
  readonly course: (steps: string, from: string, to: string) => string;
}

const trainingWords: CurveWords = {
  point: (loss) => l10n.t('At first, the error on the text it learns from is {0}.', loss),
  course: (steps, from, to) =>
    l10n.t('After {0} steps, the error on the text it learns from went from {1} to {2}.', steps, from, to),
};

const validationWords: CurveWords = {
  point: (loss) => l10n.t('At first, the error on the sentences kept back is {0}.', loss),
  course: (steps, from, to) =>
    l10n.t('After {0} steps, the error on the sentences kept back went from {1} to {2}.', steps, from, to),
};

const sameTextWords: CurveWords = {
  point: (loss) => l10n.t('At first, the error when checked on the same text is {0}.', loss),
  course: (steps, from, to) =>
    l10n.t('After {0} steps, the error when checked on the same text went from {1} to {2}.', steps, from, to),
};

function curveInWords(points: readonly LossPoint[], words: CurveWords): string | undefined {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return undefined;
  return points.length === 1
    ? words.point(decimal(first.loss))
    : words.course(wholeNumber(last.step), decimal(first.loss), decimal(last.loss));
}

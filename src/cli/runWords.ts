/** What a run tells of itself, in sentences for a terminal. */
import * as l10n from '@vscode/l10n';
import { duration, percent } from '../core/amounts';
import type { DoneEvent, EvaluationEvent, StartEvent } from '../core/training/events';
import { untrainedHeadWarning } from '../core/training/headCheck';
import type { PreparingStage } from '../core/training/preparing';
import { describeGain } from './gain';
import { listNewCharacters } from './newCharacters';

export function describePreparing(stage: PreparingStage, percent: number): string {
  switch (stage) {
    case 'text':
      return l10n.t('Reading the text: {0}%', percent);
    case 'model':
      return l10n.t('Loading the base model…');
    case 'plainSentences':
      return l10n.t('The base model reads everyday sentences: {0}%', percent);
    case 'measuring':
      return l10n.t('Measuring the base model: {0}%', percent);
  }
}

export function describeStart(event: StartEvent): string[] {
  const lines = [
    l10n.t(
      '{0}, in {1} to learn from and {2} to check with; duplicates left out: {3}',
      countSentences(event.sentences),
      countPassages(event.trainingExamples),
      event.validationExamples,
      event.duplicates,
    ),
    ...notesOnUnused(event),
  ];
  if (event.checkedOnItself) {
    lines.push(
      l10n.t(
        'There is too little text to keep any of it aside, so all of it is learnt, and the figures are of the very sentences that it learns. Use more text to see how it does on others.',
      ),
    );
  }
  if (event.terms.length > 0) lines.push(l10n.t('Your words: {0}', event.terms.join('、')));
  if (event.newCharacters.length > 0) lines.push(listNewCharacters(event.newCharacters));
  if (event.untrainedHead) lines.push(untrainedHeadWarning());
  if (event.device === 'webgpu') lines.push(l10n.t('Computed by the graphics card'));
  if (event.deviceProblem !== undefined) lines.push(event.deviceProblem);
  if (event.resumedAt !== undefined) lines.push(l10n.t('Going on after step {0}', event.resumedAt));
  return lines;
}

function countSentences(count: number): string {
  return count === 1 ? l10n.t('1 sentence') : l10n.t('{0} sentences', count);
}

/** Of one sentence or a few that belong together, or a piece of a long one. */
function countPassages(count: number): string {
  return count === 1 ? l10n.t('1 passage') : l10n.t('{0} passages', count);
}

function describeSkipped({ reason, count, where }: StartEvent['skipped'][number]): string {
  return count === undefined || where === undefined
    ? l10n.t('Left out: {0}', reason)
    : l10n.t('Left out: {0} ({1}; the first at {2})', reason, count, where);
}

/** What is said of the parts of a text that are not used: what is beyond a sample of it, and what is not fit to be. */
export function notesOnUnused({
  skipped,
  ...sample
}: Pick<StartEvent, 'sentences' | 'sampledFrom' | 'skipped'>): string[] {
  return [...sampleNote(sample), ...skipped.map(describeSkipped)];
}

function sampleNote({ sentences, sampledFrom }: Pick<StartEvent, 'sentences' | 'sampledFrom'>): string[] {
  if (sampledFrom === undefined) return [];
  return [
    l10n.t(
      'The text is very long: of its {1} sentences, {0} are used, taken evenly from all of it.',
      sentences,
      sampledFrom,
    ),
  ];
}

export function describeEvaluation({ step, loss, top1, top5, retention }: EvaluationEvent): string {
  return l10n.t(
    'Step {0}: first guess right {1}%, within five {2}%, loss {3}; general knowledge {4}%',
    step,
    percent(top1),
    percent(top5),
    loss.toFixed(2),
    percent(retention),
  );
}

export function describeDone({ dir, seconds, metrics, before, stopped }: DoneEvent): string[] {
  const how = stopped
    ? l10n.t('Stopped after {0}; the result so far is in {1}', duration(seconds), dir)
    : l10n.t('Done in {0}; the result is in {1}', duration(seconds), dir);
  return [describeGain(before, metrics), how];
}

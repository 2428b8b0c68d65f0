/** Names of phases, states, requests and findings, and the icons that go with them. */
import * as l10n from '@vscode/l10n';
import type {
  CorpusReportView,
  Gain,
  ModelSummary,
  Offer,
  RunPhase,
  RunPlace,
  RunProgress,
  RunStatus,
  RunView,
} from '../../src/protocol/dashboard';
import { percentage, wholeNumber, wholePercentage } from './format';

/** A word and its codicon. */
export interface Sign {
  readonly label: string;
  readonly icon: string;
}

export function phaseSign(phase: RunPhase): Sign {
  switch (phase) {
    case 'checking':
      return { label: l10n.t('Checking the text'), icon: 'pulse' };
    case 'starting':
      return { label: l10n.t('Getting ready'), icon: 'pulse' };
    case 'training':
      return { label: l10n.t('Learning'), icon: 'pulse' };
    case 'pausing':
      return { label: l10n.t('Pausing in a moment'), icon: 'pulse' };
    case 'stopping':
      return { label: l10n.t('Stopping in a moment'), icon: 'pulse' };
    case 'paused':
      return { label: l10n.t('Paused'), icon: 'debug-pause' };
    case 'done':
      return { label: l10n.t('Done'), icon: 'pass' };
    case 'stopped':
      return { label: l10n.t('Stopped early, what it learnt is kept'), icon: 'pass' };
    case 'failed':
      return { label: l10n.t('Failed'), icon: 'error' };
    case 'interrupted':
      return { label: l10n.t('Interrupted'), icon: 'warning' };
  }
}

export function statusSign(status: RunStatus): Sign {
  switch (status) {
    case 'queued':
      return { label: l10n.t('Waiting'), icon: 'history' };
    case 'running':
      return { label: l10n.t('In progress'), icon: 'pulse' };
    case 'stopped':
      return { label: l10n.t('Stopped early'), icon: 'pass' };
    default:
      return phaseSign(status);
  }
}

/** What screen readers say of a run: its phase, and each quarter of the learning, as every step would be too much. */
export function aloud({ name, phase, progress }: RunView): string {
  const { label } = phaseSign(phase);
  const quarters = phase === 'training' && progress ? quartersDone(progress) : 0;
  return quarters > 0
    ? l10n.t('{0}: {1}, {2}', name, label, wholePercentage(quarters, 4))
    : l10n.t('{0}: {1}', name, label);
}

/** From 0 to 3: the last one is done when the run is, which has a phase of its own. */
function quartersDone({ step, totalSteps }: RunProgress): number {
  return Math.min(3, Math.floor((4 * step) / totalSteps));
}

/** What a run is computed on, or why that is not what was asked for. */
export function placeWords({ device, problem }: RunPlace): string {
  if (problem !== undefined) return problem;
  return device === 'webgpu' ? l10n.t('Computed by the graphics card') : l10n.t('Computed by the processor');
}

/** What was left out of a text: passages, with their number, or a file of a folder. */
export function skippedWords({ reason, count }: CorpusReportView['skipped'][number]): string {
  return count === undefined ? reason : l10n.t('{0}: {1}', reason, wholeNumber(count));
}

/** The most telling figure of a run, before and after. */
export function gainWords({ before, after, checkedOnItself }: Gain): string {
  const [from, to] = [percentage(before.top1), percentage(after.top1)];
  return checkedOnItself
    ? l10n.t('First guess right in what it learnt: {0} → {1}', from, to)
    : l10n.t('First guess right: {0} → {1}', from, to);
}

/** What a person should know about how much text there was: far too much, or too little to judge a run by. */
export function amountWords({
  sentences,
  sampledFrom,
  checkedOnItself,
}: CorpusReportView): string | undefined {
  if (sampledFrom !== undefined) {
    return l10n.t(
      'The text is very long: of its {1} sentences, {0} are used, taken evenly from all of it.',
      wholeNumber(sentences),
      wholeNumber(sampledFrom),
    );
  }
  return checkedOnItself
    ? l10n.t(
        'There is too little text to keep any of it aside, so all of it is learnt, and the figures are of the very sentences that it learns. Use more text to see how it does on others.',
      )
    : undefined;
}

export function actionSign(action: Offer): Sign {
  switch (action.type) {
    case 'trySample':
      return { label: l10n.t('Try the Sample'), icon: 'beaker' };
    case 'fineTuneSelection':
      return { label: l10n.t('Fine-Tune on Selection'), icon: 'selection' };
    case 'fineTuneFiles':
      return { label: l10n.t('Fine-Tune on Files…'), icon: 'files' };
    case 'fineTuneWithChoices':
      return { label: l10n.t('Fine-Tune with Choices…'), icon: 'settings' };
    case 'proposeProbes':
      return { label: l10n.t('Suggest Sentences'), icon: 'lightbulb' };
    case 'closeComparison':
      return { label: l10n.t('Close'), icon: 'close' };
    case 'importModel':
      return { label: l10n.t('Import Base Model…'), icon: 'add' };
    case 'toggleCompletions':
      return { label: l10n.t('Switch Completions On'), icon: 'symbol-text' };
    case 'showLog':
      return { label: l10n.t('Show Log'), icon: 'output' };
    case 'showRunLog':
      return { label: l10n.t('Open the Run’s Log File'), icon: 'file' };
    case 'stop':
      return { label: l10n.t('Stop and Keep'), icon: 'debug-stop' };
    case 'cancel':
      return { label: l10n.t('Discard'), icon: 'discard' };
    case 'pause':
      return { label: l10n.t('Pause'), icon: 'debug-pause' };
    case 'resume':
      return { label: l10n.t('Resume'), icon: 'debug-continue' };
    case 'retry':
      return { label: l10n.t('Fine-Tune Again'), icon: 'refresh' };
    case 'openCorpus':
      return { label: l10n.t('Open the Text'), icon: 'go-to-file' };
    case 'show':
      return { label: l10n.t('Show Details'), icon: 'graph-line' };
    case 'use':
      return { label: l10n.t('Use'), icon: 'check' };
    case 'compare':
      return { label: l10n.t('Compare with…'), icon: 'compare-changes' };
    case 'rename':
      return { label: l10n.t('Rename…'), icon: 'edit' };
    case 'export':
      return { label: l10n.t('Export…'), icon: 'export' };
    case 'reveal':
      return { label: l10n.t('Reveal Folder'), icon: 'folder-opened' };
    case 'delete':
      return { label: l10n.t('Delete…'), icon: 'trash' };
    case 'dismiss':
      return { label: l10n.t('Dismiss'), icon: 'close' };
  }
}

export function modelKind(kind: ModelSummary['kind']): string {
  switch (kind) {
    case 'embedded':
      return l10n.t('Ships with Cloze Tuner');
    case 'imported':
      return l10n.t('Imported');
    case 'result':
      return l10n.t('Learnt from your text');
  }
}

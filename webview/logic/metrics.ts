import * as l10n from '@vscode/l10n';
import type { Metrics } from '../../src/protocol/dashboard';
import { decimal, percentage } from './format';

/** One figure about a model in plain words. */
export interface MetricWords {
  readonly key: keyof Metrics;
  readonly name: string;
  readonly explanation: string;
  readonly format: (value: number) => string;
  readonly better: 'higher' | 'lower';
  /** A smaller change may be chance and is none. */
  readonly noticeable: number;
}

/** The figures in the order in which they are shown, the most telling first. */
export function metricsInWords(): MetricWords[] {
  return [
    {
      key: 'top1',
      name: l10n.t('First guess right'),
      explanation: l10n.t('How often its first choice for a hidden word is the right one.'),
      format: percentage,
      better: 'higher',
      noticeable: 0.005,
    },
    {
      key: 'top5',
      name: l10n.t('Right within five'),
      explanation: l10n.t('How often the right word is among its first five choices.'),
      format: percentage,
      better: 'higher',
      noticeable: 0.005,
    },
    {
      key: 'loss',
      name: l10n.t('Error (loss)'),
      explanation: l10n.t(
        'How far off its guesses for hidden words still are. Lower is better; 0 means never wrong.',
      ),
      format: decimal,
      better: 'lower',
      noticeable: 0.005,
    },
    {
      key: 'perplexity',
      name: l10n.t('Hesitation (perplexity)'),
      explanation: l10n.t(
        'As if it hesitated between this many words for each gap. Lower is better; 1 means it is certain.',
      ),
      format: decimal,
      better: 'lower',
      noticeable: 0.005,
    },
    {
      key: 'retention',
      name: l10n.t('General knowledge (retention)'),
      explanation: l10n.t('First guesses right in everyday sentences. It should stay about where it was.'),
      format: percentage,
      better: 'higher',
      noticeable: 0.015,
    },
  ];
}

/** Whether a figure went the right way. */
export function verdict(words: MetricWords, before: number, after: number): 'better' | 'worse' | 'same' {
  const change = after - before;
  if (Math.abs(change) < words.noticeable) return 'same';
  return change > 0 === (words.better === 'higher') ? 'better' : 'worse';
}

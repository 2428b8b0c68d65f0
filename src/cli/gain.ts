import * as l10n from '@vscode/l10n';
import { percent } from '../core/amounts';
import type { Metrics } from '../core/training/events';

type Figures = Partial<Pick<Metrics, 'top1' | 'retention'>>;

/** What a run has brought, and what it has cost of everything else. */
export function describeGain(before: Figures, after: Figures): string {
  return l10n.t(
    'First guess right {0}% → {1}%; general knowledge {2}% → {3}%',
    percent(before.top1),
    percent(after.top1),
    percent(before.retention),
    percent(after.retention),
  );
}

import * as l10n from '@vscode/l10n';

/** A time as a person says it: `40 seconds`, `3 minutes`, `2 hours`. */
export function formatDuration(seconds: number): string {
  if (seconds < 90) return l10n.t('{0} seconds', Math.max(5, Math.round(seconds / 5) * 5));
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? l10n.t('{0} minutes', minutes) : l10n.t('{0} hours', Math.round(minutes / 60));
}

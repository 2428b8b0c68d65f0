/** Amounts as messages name them. */
import * as l10n from '@vscode/l10n';

/** Bytes as a number of MB: `2.5`, `412`. */
export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}

/** A share in [0, 1] in hundredths: `81.4`. */
export function percent(share = NaN): string {
  return (100 * share).toFixed(1);
}

/** A span of time: `40 s`, `3 min 20 s`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? l10n.t('{0} s', whole) : l10n.t('{0} min {1} s', Math.floor(whole / 60), whole % 60);
}

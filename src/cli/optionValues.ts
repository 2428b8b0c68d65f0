/** Values of options, as the text of the command line gives them. */
import * as l10n from '@vscode/l10n';
import { UsageError } from './usage';

/** A whole number, `least` or more, and `most` at most. */
/** The largest seed: as many bits as those of a stream of random numbers count, here and in NumPy. */
export const mostSeed = 2 ** 32 - 1;

export function wholeNumber(
  option: string,
  text: string | undefined,
  least: number,
  most = Infinity,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least && value <= most && text.trim() !== '') return value;
  throw new UsageError(
    most === Infinity
      ? l10n.t('--{0} takes a whole number from {1} up, not “{2}”.', option, least, text)
      : l10n.t('--{0} takes a whole number from {1} to {2}, not “{3}”.', option, least, most, text),
  );
}

export function positiveNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new UsageError(l10n.t('--{0} takes a number above 0, not “{1}”.', option, text));
}

/** One of some words. */
export function oneOf<T extends string>(option: string, text: string, choices: readonly T[]): T;
export function oneOf<T extends string>(
  option: string,
  text: string | undefined,
  choices: readonly T[],
): T | undefined;
export function oneOf<T extends string>(
  option: string,
  text: string | undefined,
  choices: readonly T[],
): T | undefined {
  if (text === undefined) return undefined;
  const choice = choices.find((candidate) => candidate === text);
  if (choice !== undefined) return choice;
  throw new UsageError(l10n.t('--{0} is one of {1}, not “{2}”.', option, choices.join(', '), text));
}

export function required(option: string, text: string | undefined): string {
  if (text !== undefined && text !== '') return text;
  throw new UsageError(l10n.t('--{0} is missing.', option));
}

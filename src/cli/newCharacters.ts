import * as l10n from '@vscode/l10n';

/** So many fit into a line of a terminal; a text with many rare ones has thousands. */
const mostNamed = 30;

/** A line that names characters that were new to a vocabulary. */
export function listNewCharacters(characters: readonly string[]): string {
  const named = characters.slice(0, mostNamed).join('');
  const others = characters.length - mostNamed;
  return others > 0
    ? l10n.t('New characters: {0} and {1} more', named, others)
    : l10n.t('New characters: {0}', named);
}
